"""Why somebody did not get what they wished for: every reason is true, and tells of nobody."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from registrations import breakouts, tickets
from registrations.allocation import Person, Problem, Session, allocate
from registrations.breakouts import reasons
from registrations.breakouts.reasons import Facts, Why, why_not
from registrations.models import Allocation, BreakoutChoice, Placement, Registration
from registrations.models.breakouts import Mode
from registrations.models.registrations import Kind
from tests.factories import ask, make_registration, make_round

NEEDS = ["loop", "quiet"]
SLOTS = ["s1", "s2"]


# Plain: random small instances, placed by the engine, and looked at a second time from the outside


def instance(seed, *, previous=None):
    """Two slots of three sessions, some of them offered twice, and six people."""
    draw = random.Random(seed)  # noqa: S311 - examples
    sessions = [
        Session(
            id=f"{slot}{letter}",
            slot=slot,
            topic=draw.choice([f"{slot}{letter}", "again"]) if letter == "a" else f"{slot}{letter}",
            places=draw.randint(1, 3),
            minimum=draw.choice([0, 0, 2]),
            offers=frozenset(need for need in NEEDS if draw.random() < 0.7),
        )
        for slot in SLOTS
        for letter in "abc"
    ]
    by_slot = {slot: [one.id for one in sessions if one.slot == slot] for slot in SLOTS}
    people = [
        Person(
            id=f"p{number}",
            wishes={
                slot: tuple(draw.sample(by_slot[slot], draw.randint(1, 3)))
                for slot in SLOTS
                if draw.random() < 0.9
            },
            needs=frozenset(need for need in NEEDS if draw.random() < 0.15),
        )
        for number in range(6)
    ]
    return Problem(sessions, people, seed=str(seed), previous=previous or {}, keep=bool(previous))


def shortfall(problem, seats):
    taken = Counter(seats.values())
    return sum(max(0, one.minimum - taken[one.id]) for one in problem.sessions)


def stands_against(problem, seats, person, wished):
    """What would be wrong if this one person changed over and nobody else moved."""
    session = problem.by_id[wished]
    moved = {**seats, (person.id, session.slot): wished}
    mine = [moved[person.id, slot] for slot in SLOTS if moved.get((person.id, slot))]
    about = [problem.by_id[one].topic for one in mine]
    wrong = set()
    if not person.needs <= session.offers:
        wrong.add(Why.NEEDS)
    if len(set(about)) < len(about):
        wrong.add(Why.TOPIC)
    if Counter(moved.values())[wished] > session.places:
        wrong.add(Why.FULL)
    if shortfall(problem, moved) > shortfall(problem, seats):
        wrong.add(Why.MINIMUM)
    was = problem.previous.get((person.id, session.slot))
    if problem.keep and was and was == seats[person.id, session.slot]:
        wrong.add(Why.KEPT)
    return wrong


def every_reason(problem, seats):
    """Each person, each session above what they got, and the reason that they would read."""
    taken = Counter(one for one in seats.values() if one)
    for person in problem.people:
        facts = Facts(
            sessions=problem.by_id,
            seats={slot: seats[person.id, slot] for slot in SLOTS},
            taken=taken,
            needs=person.needs,
            before={
                slot: problem.previous[person.id, slot]
                for slot in SLOTS
                if problem.keep and (person.id, slot) in problem.previous
            },
        )
        for slot in SLOTS:
            wishes = list(person.wishes.get(slot, ()))
            got = seats[person.id, slot]
            for wished in wishes[: wishes.index(got) if got in wishes else len(wishes)]:
                yield person, wished, why_not(facts, wished)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_every_reason_is_true_when_it_is_worked_out_once_more(seed):
    """Property 10. Placed anew, nothing is left unexplained."""
    problem = instance(seed)
    seats = allocate(problem).seats
    for person, wished, why in every_reason(problem, seats):
        assert why in stands_against(problem, seats, person, wished), (person.id, wished)


def test_each_of_the_reasons_is_met():
    met = Counter()
    for seed in range(30):
        problem = instance(seed)
        met.update(why for *_, why in every_reason(problem, allocate(problem).seats))
    assert {Why.NEEDS, Why.TOPIC, Why.FULL, Why.MINIMUM} <= met.keys()


def test_whoever_was_kept_is_told_so_and_only_they():
    """The same where nobody is moved without cause: somebody left, and their seat stays free."""
    met = Counter()
    for seed in range(60):
        before = instance(seed)
        told = {seat: one for seat, one in allocate(before).seats.items() if one}
        problem = instance(seed, previous=told)
        problem = Problem(
            problem.sessions,
            problem.people[1:],
            problem.seed,
            {seat: one for seat, one in told.items() if seat[0] != "p0"},
            keep=True,
        )
        seats = allocate(problem).seats
        for person, wished, why in every_reason(problem, seats):
            assert why in stands_against(problem, seats, person, wished), (seed, person.id, wished)
            met[why] += 1
    assert met[Why.KEPT]


def test_a_pair_finds_one_place_too_few_and_a_session_that_is_gone_is_gone():
    session = Session("x", "s1", "x", places=3)
    facts = Facts({"x": session}, {"s1": None}, {"x": 2}, size=2)
    assert why_not(facts, "x") is Why.FULL
    assert why_not(facts, "y") is Why.GONE
    assert why_not(Facts({"x": session}, {"s1": None}, {"x": 2}), "x") is Why.OTHER
    assert reasons.elsewhere(facts, "x") == ""


# From rows: what a person reads


@pytest.fixture
def groups(event):
    event.capacity = 100
    event.save()
    return make_round(event)


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def limit(session, **fields):
    type(session).objects.filter(pk=session.pk).update(**fields)
    session.refresh_from_db()


def tell(event, seats, **fields):
    """People were told that each goes to their session: (registration, session) each."""
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now(), **fields
    )
    for registration, session, *rest in seats:
        slot = session.slot if session else rest[0]
        Placement.objects.create(
            allocation=run, registration=registration, slot=slot, session=session
        )
    return run


def told(registration):
    """What the own page says of each slot, beside the seat itself."""
    registration = Registration.objects.select_related("event", "needs").get(pk=registration.pk)
    found = breakouts.mine(registration, [])
    return [words for _given, words, _priced in found.explained]


def people(event, many, *wished):
    return [make_registration(event, choices=wishes(*wished)) for _ in range(many)]


def test_a_full_session_is_told_with_its_places_and_how_many_wanted_it(event, groups):
    housing, health, work = groups
    limit(housing, max_places=5)
    inside = people(event, 5, housing, health)
    outside = people(event, 6, housing, health)
    people_elsewhere = people(event, 3, work, housing)  # they got what they wished for more
    seats = [(one, housing) for one in inside] + [(one, health) for one in outside]
    tell(event, seats + [(one, work) for one in people_elsewhere])
    assert told(outside[0]) == [["“Housing” was full: 11 people wanted its 5 places."]]
    assert told(inside[0]) == told(people_elsewhere[0]) == [[]]


@pytest.mark.parametrize(("places", "outside"), [(5, 4), (4, 6), (5, 1)])
def test_few_are_not_counted_not_even_by_what_is_left(event, groups, places, outside):
    housing, health, _ = groups
    limit(housing, max_places=places)
    inside = people(event, places, housing)
    missing = people(event, outside, housing)
    tell(event, [*((one, housing) for one in inside), *((one, health) for one in missing)])
    assert told(missing[0]) == [["“Housing” was full."]]


def test_who_leads_takes_no_place_and_unlimited_sessions_are_never_full(event, groups):
    housing, health, _ = groups
    limit(housing, max_places=1)
    lead = make_registration(event)
    lead.facilitations.create(session=housing)
    [other] = people(event, 1, housing)
    tell(event, [(lead, housing), (other, health)])
    assert told(other) == [["“Housing” could not be given to you."]]


def test_a_room_that_does_not_suit_is_told_to_the_person_and_to_nobody_else(client, event, groups):
    ask(event)
    housing, health, _ = groups
    type(housing.room).objects.filter(pk=housing.room_id).update(is_step_free=False)
    row = make_registration(
        event, "Bo", access=["step_free"], needs_consent=True, choices=wishes(housing, health)
    )
    [other] = people(event, 1, housing, health)
    tell(event, [(row, health), (other, health)])
    assert told(row) == [["“Housing” does not suit you: its room has steps."]]
    assert told(other) == [["“Housing” could not be given to you."]]
    assert [given.why for given in breakouts.placements_of(row)] == ["Your second choice"]


def test_no_seat_says_when_no_room_suits(event, groups):
    ask(event)
    type(groups[0].room).objects.update(has_hearing_loop=False)
    row = make_registration(event, "Bo", access=["hearing_loop"], needs_consent=True)
    other = make_registration(event)
    tell(event, [(row, None, groups[0].slot), (other, None, groups[0].slot)])
    words = [breakouts.mine(one, []).given[0].why for one in (row, other)]
    assert words == [
        "So far no room at this time suits what you asked for. We look for one",
        "We found no seat for you at this time. Ask the team on the day",
    ]


def test_the_same_session_at_another_time_a_minimum_and_a_cancelled_one_are_told(event, groups):
    housing, health, work = groups
    later = event.starts_at + timedelta(hours=4)
    again, letters = make_round(
        event, "Housing again", "Letters", starts_at=later, ends_at=later + timedelta(hours=1)
    )
    limit(again, offered_again_as=housing)
    limit(letters, min_places=3)
    row = make_registration(event, choices=wishes(work, housing, health) | wishes(again, letters))
    limit(work, is_cancelled=True)
    both = [(row, housing), (row, letters)]
    others = [make_registration(event) for _ in range(2)]
    tell(event, [*both, *((one, letters) for one in others)])
    assert told(row) == [
        ["“Work” was cancelled."],
        ["“Housing again” is the same session as “Housing”, which you have at 11 am."],
    ]
    BreakoutChoice.objects.filter(registration=row, session=again).delete()
    limit(again, offered_again_as=None)
    BreakoutChoice.objects.create(registration=row, slot=again.slot, session=again, rank=1)
    assert told(row)[1] == ["“Letters” would have had too few people without you."]


def test_whoever_stays_where_they_were_is_told_so(event, groups):
    housing, health, _ = groups
    [row] = people(event, 1, housing, health)
    before = tell(event, [(row, health)])
    tell(event, [(row, health)], mode=Mode.KEEP, basis=before)
    assert told(row) == [["You stay where you were told to go before."]]
    tell(event, [(row, health)], mode=Mode.FULL, basis=before)
    assert told(row) == [["“Housing” could not be given to you."]]


def test_whom_the_team_placed_is_told_that_and_nothing_of_others(event, groups):
    housing, _, work = groups
    [row] = people(event, 1, housing)
    run = tell(event, [(row, work)])
    Placement.objects.filter(allocation=run).update(is_pinned=True, note="Asked for by Bo")
    assert told(row) == [[]]
    assert breakouts.mine(row, []).given[0].why == "The team placed you here"


def test_who_comes_along_is_told_whom_they_sit_beside(event, groups):
    [first] = people(event, 1, groups[0])
    along = make_registration(event, "Kofi", kind=Kind.COMPANION)
    Registration.objects.filter(pk=along.pk).update(with_whom=first, through_first=True)
    along.refresh_from_db()
    tell(event, [(first, groups[0]), (along, groups[0])])
    assert told(along) == [[]]
    assert breakouts.placements_of(along)[0].why == "Beside the person you come with"


def test_the_page_says_it_in_one_line_and_links_to_what_it_would_have_cost(client, event, groups):
    housing, health, _ = groups
    limit(housing, max_places=0)
    [row] = people(event, 1, housing, health)
    tell(event, [(row, health)])
    html = client.get(tickets.booking_path(row)).content.decode()
    assert "Your second choice. “Housing” was full." in html
    assert f'href="{tickets.booking_path(row)}why-not/{housing.pk}/"' in html


def test_reasons_cost_the_same_for_one_slot_and_for_three_and_for_more_people(
    event, django_assert_num_queries
):
    event.capacity = 100
    event.save()
    first = make_round(event)
    row = make_registration(event, choices=wishes(first[0], first[1]))
    run = tell(event, [(row, first[1])])
    for number in range(3):
        fresh = Registration.objects.select_related("event", "needs").get(pk=row.pk)
        with django_assert_num_queries(9):
            found = breakouts.mine(fresh, [])
            assert len([words for _, words, _ in found.explained if words]) == number + 1
        more = make_round(event)
        for one in (row, make_registration(event)):
            rank = {"slot": more[0].slot, "session": more[0], "rank": 1}
            BreakoutChoice.objects.create(registration=one, **rank)
            Placement.objects.create(
                allocation=run, registration=one, slot=more[0].slot, session=more[1]
            )
