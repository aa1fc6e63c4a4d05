"""Choosing sessions: where there is something to choose, what is refused, what is written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import dates
from registrations import booking, breakouts, drafts
from registrations.breakouts import ChoiceError
from registrations.models import Allocation, BreakoutChoice, Facilitation, Placement, Registration
from tests.factories import answers, make_event, make_registration, make_round, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(event):
    """Housing, Health and Work, side by side."""
    return make_round(event)


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina")


def wishes(*sessions):
    """These sessions of one slot, best first."""
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def chosen(registration):
    rows = BreakoutChoice.objects.filter(registration=registration)
    return [
        (row.rank, row.session.title) for row in rows.order_by("slot__starts_at", "rank", "session")
    ]


def refusal(registration, wished, **fields):
    """The words of the refusal; nothing was written."""
    before = chosen(registration)
    with pytest.raises(ChoiceError) as refused:
        breakouts.choose(registration=registration, wishes=wished, **fields)
    assert chosen(registration) == before
    return refused.value.words


def publish(event, seats=()):
    """People were told: (registration, session) or (registration, slot, None) each."""
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for registration, session, *rest in seats:
        Placement.objects.create(
            allocation=run,
            registration=registration,
            session=session,
            slot=session.slot,
            **dict(rest),
        )
    return run


# Where there is something to choose


def test_a_round_is_a_slot_with_two_groups_or_workshops_in_time_order(event):
    later = make_round(
        event,
        "Late A",
        "Late B",
        starts_at=event.starts_at + timedelta(hours=3),
        ends_at=event.starts_at + timedelta(hours=4),
    )
    early = make_round(event, "B", "A", "C")
    make_session(event, slot=early[0].slot, title="Tea", kind="break")
    make_session(event, slot=early[0].slot, title="Cello", kind="workshop")
    gone = make_session(event, slot=early[0].slot, title="Off", kind="breakout", is_cancelled=True)
    [alone] = make_round(event, "Alone")
    make_session(event, slot=alone.slot, title="Off too", kind="breakout", is_cancelled=True)
    make_session(event, title="Welcome", kind="breakout")
    found = breakouts.rounds(event)
    assert [(one.slot, [session.title for session in one.sessions]) for one in found] == [
        (early[0].slot, ["A", "B", "C", "Cello"]),
        (later[0].slot, ["Late A", "Late B"]),
    ]
    assert [one.called_off for one in found] == [[gone], []]


def test_rounds_cost_one_query_however_many(event, groups, django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(1):
            found = breakouts.open_rounds(event)
            said = [(one.when, session.room.name) for one in found for session in one.sessions]
        assert len(said) == 3 * (number + 1)
        make_round(event)


@pytest.mark.parametrize("state", ["told", "begun", "cancelled"])
def test_nothing_is_open_once_people_were_told_or_it_began_or_was_cancelled(event, groups, state):
    assert breakouts.open_rounds(event)
    assert not breakouts.is_closed(event)
    now = event.starts_at if state == "begun" else None
    if state == "told":
        publish(event)
    elif state == "cancelled":
        event.state = "cancelled"
    assert breakouts.open_rounds(event, now) == []
    assert breakouts.is_closed(event, now)


def test_a_draft_run_closes_nothing(event, groups):
    Allocation.objects.create(event=event, seed="x", input_hash="x")
    assert breakouts.open_rounds(event)


def test_sessions_offered_again_are_one_topic_also_in_a_chain_or_a_ring(event):
    a, b, c, d, e = make_round(event, "A", "B", "C", "D", "E")
    for one, again in ((a, b), (c, b), (d, e), (e, d)):
        one.offered_again_as = again
        one.save()
    topics = breakouts.topics([a, b, c, d, e])
    assert topics[a.pk] == topics[b.pk] == topics[c.pk]
    assert topics[d.pk] == topics[e.pk] != topics[a.pk]
    assert len(set(breakouts.topics([a, c]).values())) == 2


# Choosing


def test_choices_are_kept_by_rank_and_replaced_as_a_whole(event, groups, amina):
    housing, health, work = groups
    later = make_round(event, "Law", "Letters")
    now = timezone.now() + timedelta(hours=1)
    breakouts.choose(registration=amina, wishes=wishes(work, housing) | wishes(later[1]), now=now)
    assert sorted(chosen(amina)) == [(1, "Letters"), (1, "Work"), (2, "Housing")]
    assert amina.touched_at == Registration.objects.get(pk=amina.pk).touched_at == now
    breakouts.choose(registration=amina, wishes=wishes(health))
    assert chosen(amina) == [(1, "Health")]
    assert breakouts.wishes_of(amina) == wishes(health)
    breakouts.choose(registration=amina, wishes={})
    assert chosen(amina) == []


def test_a_choice_that_is_left_out_moves_the_next_one_up(event, groups, amina):
    housing, _, work = groups
    slot = str(housing.slot_id)
    breakouts.choose(registration=amina, wishes={slot: ["", str(work.pk), str(housing.pk)]})
    assert chosen(amina) == [(1, "Work"), (2, "Housing")]


def test_the_same_choice_twice_is_refused_by_name(event, groups, amina):
    housing, health, _ = groups
    assert refusal(amina, wishes(housing, health, housing)) == (
        "You chose “Housing” twice. Choose another session, or “No preference”."
    )


def test_a_session_and_its_other_offering_are_one_choice(event, groups, amina):
    housing, health, work = groups
    health.offered_again_as = housing
    health.save()
    assert refusal(amina, wishes(housing, work, health)) == (
        "“Housing” and “Health” are the same session. Choose one of them."
    )


def test_the_other_offering_at_another_time_can_be_chosen_too(event, groups, amina):
    again = make_round(event, "Housing again", "Law")
    again[0].offered_again_as = groups[0]
    again[0].save()
    breakouts.choose(registration=amina, wishes=wishes(groups[0]) | wishes(again[0]))
    assert sorted(chosen(amina)) == [(1, "Housing"), (1, "Housing again")]


def test_a_cancelled_session_is_refused_by_name(event, groups, amina):
    health = groups[1]
    health.is_cancelled = True
    health.save()
    assert refusal(amina, wishes(health)) == (
        "“Health” was cancelled. Choose another session, or “No preference”."
    )


def test_what_is_not_in_the_list_is_refused(event, groups, amina):
    elsewhere = make_round(make_event())
    later = make_round(event, "Law", "Letters")
    tea = make_session(event, slot=groups[0].slot, title="Tea", kind="break")
    here = str(groups[0].slot_id)
    for foreign in (elsewhere[0], later[0], tea):
        assert refusal(amina, {here: [str(foreign.pk)]}) == "Choose from the sessions in the list."
    assert refusal(amina, {here: ["<script>"]}) == "Choose from the sessions in the list."
    assert refusal(amina, wishes(elsewhere[0])) == (
        "There is nothing to choose at that time any more."
    )


def test_three_choices_are_the_most(event, amina):
    four = make_round(event, "A", "B", "C", "D")
    assert refusal(amina, wishes(*four)) == "Choose up to 3 sessions."


def test_nothing_can_be_chosen_once_people_were_told_or_it_began(event, groups, amina):
    breakouts.choose(registration=amina, wishes=wishes(groups[0]))
    day = dates.short_day(event.starts_at, event.zone)
    words = refusal(amina, wishes(groups[1]), now=event.starts_at)
    assert " ".join(words.split()) == (
        f"Choosing sessions closed on {day}, 10 am, so nothing was changed."
    )
    publish(event)
    assert refusal(amina, wishes(groups[1])) == (
        "Choosing closed when sessions were given out, so nothing was changed."
    )


# At booking and at a change


def test_choices_come_with_the_answers_of_a_booking(event, groups):
    booked = make_registration(event, "Bahar", choices=wishes(groups[2], groups[0]))
    assert chosen(booked) == [(1, "Work"), (2, "Housing")]
    assert chosen(make_registration(event, "Chidi")) == []


def test_a_booking_made_in_the_past_chose_in_the_past(event, groups):
    long_ago = event.starts_at - timedelta(days=20)
    booked = make_registration(event, "Bahar", choices=wishes(groups[2]), now=long_ago)
    assert chosen(booked) == [(1, "Work")]


def test_a_booking_with_a_wrong_choice_is_not_made(event, groups):
    with pytest.raises(ChoiceError):
        make_registration(event, "Bahar", choices=wishes(groups[0], groups[0]))
    assert not Registration.objects.exists()


def test_a_draft_is_booked_with_its_choices_and_not_without_mending_a_cancelled_one(event, groups):
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(choices=wishes(groups[0], groups[1])))
    groups[1].is_cancelled = True
    groups[1].save()
    with pytest.raises(booking.IncompleteError) as missing:
        booking.book(draft_id=draft.pk)
    assert [gap.words for gap in missing.value.gaps] == [
        "“Health” was cancelled. Choose another session, or “No preference”."
    ]
    drafts.save(registration=draft, answers={"choices": wishes(groups[0])})
    assert chosen(booking.book(draft_id=draft.pk)) == [(1, "Housing")]


def test_choices_of_a_draft_are_left_out_when_people_were_told_meanwhile(event, groups):
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(choices=wishes(groups[0])))
    publish(event)
    assert chosen(booking.book(draft_id=draft.pk)) == []


def test_somebody_who_shares_an_address_is_booked_without_what_was_cancelled(event, groups):
    make_registration(event, "Amina", email="home@example.org")
    draft = booking.start(event=event)
    given = answers(email="home@example.org", choices=wishes(*groups))
    drafts.save(registration=draft, answers=given)
    booking.book(draft_id=draft.pk)
    assert not BreakoutChoice.objects.exists()
    groups[0].is_cancelled = True
    groups[0].save()
    assert chosen(booking.book_another(draft_id=draft.pk)) == [(1, "Health"), (2, "Work")]


def test_a_known_address_costs_as_many_queries_as_a_new_one_with_choices(
    event, groups, django_assert_max_num_queries, django_assert_num_queries
):
    make_registration(event, "Amina", email="known@example.org")
    pressed = []
    for email in ("new@example.org", "known@example.org"):
        draft = booking.start(event=event)
        drafts.save(registration=draft, answers=answers(email=email, choices=wishes(*groups)))
        pressed.append(draft)
    with django_assert_max_num_queries(50) as counted:
        booking.book(draft_id=pressed[0].pk)
    with django_assert_num_queries(len(counted)):
        booking.book(draft_id=pressed[1].pk)


def test_choices_are_changed_with_a_booking_and_a_refusal_changes_nothing(event, groups, amina):
    booking.change(registration=amina, answers={"choices": wishes(groups[1])})
    assert chosen(amina) == [(1, "Health")]
    wrong = {"name": "Somebody else", "choices": wishes(groups[1], groups[1])}
    with pytest.raises(ChoiceError):
        booking.change(registration=amina, answers=wrong)
    amina.refresh_from_db()
    assert (amina.badge_name, chosen(amina)) == ("Amina", [(1, "Health")])
    booking.change(registration=amina, answers={"name": "Amina W."})
    assert chosen(amina) == [(1, "Health")]


# Where people go, and why


def test_each_seat_has_its_honest_reason_and_nobody_elses_choice(event, amina):
    hours = [
        make_round(
            event,
            *(f"{name} {number}" for name in "ABC"),
            starts_at=event.starts_at + timedelta(minutes=30 * number),
            ends_at=event.starts_at + timedelta(minutes=30 * number + 20),
        )
        for number in range(1, 9)
    ]
    Facilitation.objects.create(registration=amina, session=hours[3][0])
    for number in (0, 1, 2, 4):
        rows = wishes(*hours[number])
        for rank, pk in enumerate(rows[str(hours[number][0].slot_id)][: 3 if number < 4 else 2], 1):
            BreakoutChoice.objects.create(
                registration=amina, slot=hours[number][0].slot, session_id=pk, rank=rank
            )
    gone = hours[7][0]
    gone.is_cancelled, gone.replaced_by = True, "Law, room 3"
    gone.save()
    run = publish(event)
    pinned = {5: True}
    seats = [
        hours[0][0],
        hours[1][1],
        hours[2][2],
        hours[3][0],
        hours[4][2],
        hours[5][0],
        None,
        gone,
    ]
    for number, session in enumerate(seats):
        Placement.objects.create(
            allocation=run,
            registration=amina,
            slot=hours[number][0].slot,
            session=session,
            is_pinned=pinned.get(number, False),
        )
    assert [
        (session and session.title, why) for _, session, why in breakouts.placements_of(amina)
    ] == [
        ("A 1", "Your first choice"),
        ("B 2", "Your second choice"),
        ("C 3", "Your third choice"),
        ("A 4", "You lead this session"),
        ("C 5", "Not on your list: we could not give everybody a session they chose"),
        ("A 6", "The team placed you here"),
        (None, "We found no seat for you at this time. Ask the team on the day"),
        ("A 8", "This session was cancelled. Instead: Law, room 3"),
    ]


def test_no_preference_is_said_as_that(event, groups, amina):
    publish(event, [(amina, groups[1])])
    [(slot, session, why)] = breakouts.placements_of(amina)
    assert (slot, session, why) == (
        groups[1].slot,
        groups[1],
        "You gave no preference for this time",
    )


def test_nothing_is_told_before_it_is_published_and_then_the_latest(event, groups, amina):
    draft = Allocation.objects.create(event=event, seed="x", input_hash="x")
    Placement.objects.create(
        allocation=draft, registration=amina, slot=groups[0].slot, session=groups[0]
    )
    assert breakouts.placements_of(amina) == []
    publish(event, [(amina, groups[1])])
    publish(event, [(amina, groups[2])])
    assert [given.session.title for given in breakouts.placements_of(amina)] == ["Work"]


def test_placements_cost_the_same_for_one_slot_and_for_three(
    event, amina, django_assert_num_queries
):
    run = publish(event)
    for _ in range(3):
        session = make_round(event)[0]
        Placement.objects.create(
            allocation=run, registration=amina, slot=session.slot, session=session
        )
        with django_assert_num_queries(4):
            for given in breakouts.placements_of(amina):
                assert given.session.room.name
                assert given.finishes > given.begins
