"""What giving somebody a session would have cost others: asked on their own page, told in words."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import AuditEntry
from registrations import booking, breakouts, tickets
from registrations.allocation import Price
from registrations.breakouts import costs
from registrations.models import Placement, Registration
from tests.factories import ask, make_registration, make_round
from tests.page_forms import read_forms

WORDS = {costs.WITHOUT, costs.DRAWN, costs.FREE, costs.FIXED, *costs.COSTS.values()}
WORDS |= {costs.TOO_FEW, costs.TOO_MANY, costs.UNKNOWN}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def groups(event):
    """Housing has room for four of those who come; Health and Work for everybody."""
    event.capacity = 400
    event.save()
    found = make_round(event)
    type(found[0]).objects.filter(pk=found[0].pk).update(max_places=4)
    return found


@pytest.fixture
def crowd(event, groups):
    """Twelve people who all wish for Housing, and then for Health."""
    return [
        make_registration(event, f"Person {number}", choices=wishes(groups[0], groups[1]))
        for number in range(12)
    ]


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def tell(event):
    run = breakouts.run(event=event, by=None, mode="full")
    breakouts.publish(allocation=run, by=None)
    return run


def left_out(run, session):
    """Somebody who wished for the session and is elsewhere."""
    there = Placement.objects.filter(allocation=run, slot=session.slot_id)
    row = there.exclude(session=session).earliest("registration")
    return Registration.objects.select_related("event", "needs").get(pk=row.registration_id)


def address(registration, session):
    return f"{tickets.booking_path(registration)}why-not/{session.pk}/"


def plain(response, status=200):
    assert response.status_code == status
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def answer(client, registration, session):
    """What the page says it would have cost: one of the sentences, and nothing else."""
    words = plain(client.post(address(registration, session)))
    [found] = [one for one in WORDS if one in words]
    return found


def test_it_is_asked_and_answered_in_words(client, event, groups, crowd):
    run = tell(event)
    row = left_out(run, groups[0])
    page = client.get(address(row, groups[0]))
    words = plain(page)
    assert "Why not “ Housing ”? “Housing” was full." in words
    assert "At that time you are in “ Health ”. Your second choice." in words
    assert "What it would have cost" not in words
    [form] = read_forms(page.content.decode())
    words = plain(client.post(address(row, groups[0]), form.as_it_stands()))
    assert f"What it would have cost {costs.DRAWN}" in words
    assert not re.search(r"Person \d", words.replace(row.badge_name, ""))


def test_a_minimum_stands_in_words(client, event, groups, crowd):
    housing, health, work = groups
    type(health).objects.filter(pk=health.pk).update(min_places=8)
    type(work).objects.filter(pk=work.pk).update(max_places=0)
    type(housing).objects.filter(pk=housing.pk).update(max_places=5)
    run = tell(event)
    assert Placement.objects.filter(allocation=run, session=housing).update(is_pinned=True) == 4
    row = left_out(run, housing)
    assert "“Health” would have had too few people without you." in plain(
        client.get(address(row, housing))
    )
    assert answer(client, row, housing) == costs.COSTS["short of minimums"]


def test_somebody_who_could_sit_nowhere_else_is_not_given_away(client, event, groups, crowd):
    """All seats of Housing are for those who need its room: the answer does not say so."""
    ask(event)
    housing, health, work = groups
    for session in (health, work):
        session.room.is_step_free = False
        session.room.save()
    inside = [
        make_registration(event, f"Need {n}", access=["step_free"], needs_consent=True)
        for n in range(4)
    ]
    run = tell(event)
    there = Placement.objects.filter(allocation=run, session=housing)
    assert {row.registration_id for row in there} == {one.pk for one in inside}
    row = left_out(run, housing)
    words = plain(client.post(address(row, housing)))
    assert costs.FAR in words
    for telling in ("without a seat.", "step", "need ", "Need"):
        assert telling not in words.replace(costs.FAR, "").split("We look for seats")[0]


def test_every_goal_has_its_sentence_and_none_has_a_count(monkeypatch, event, groups, crowd):
    row = left_out(tell(event), groups[0])
    missed = costs.askable(breakouts.mine(row, []), groups[0].pk)
    for goal, words in costs.COSTS.items():
        monkeypatch.setattr(costs, "price", lambda *_, goal=goal, **__: Price(goal, 0, 3))
        assert costs.of(registration=row, missed=missed) == words
        assert not re.search(r"\d", words)
    unsure = Price("rank cost", 0, 3, is_proven=False)
    monkeypatch.setattr(costs, "price", lambda *_, **__: unsure)
    assert costs.of(registration=row, missed=missed) == costs.UNKNOWN
    monkeypatch.setattr(costs, "price", lambda *_, **__: Price(None, clash="full"))
    assert costs.of(registration=row, missed=missed) == costs.FIXED


def test_where_bookings_changed_since_it_is_asked_of_those_who_come_now(
    client, event, groups, crowd
):
    run = tell(event)
    row = left_out(run, groups[0])
    inside = Placement.objects.filter(allocation=run, session=groups[0])
    booking.cancel(registration=inside.first().registration)
    assert answer(client, row, groups[0]) == costs.FREE


def test_whoever_was_kept_beside_a_free_place_is_told_that_there_is_room(
    client, event, groups, crowd
):
    run = tell(event)
    row = left_out(run, groups[0])
    inside = Placement.objects.filter(allocation=run, session=groups[0])
    booking.cancel(registration=inside.first().registration)
    kept = breakouts.run(event=event, by=None)
    breakouts.publish(allocation=kept, by=None)
    assert "You stay where you were told to go before." in plain(
        client.get(address(row, groups[0]))
    )
    assert answer(client, row, groups[0]) == costs.FREE


def test_only_what_was_wished_for_and_not_given_can_be_asked(client, event, groups, crowd):
    housing, health, work = groups
    row = crowd[0]
    assert client.get(address(row, housing)).headers["Location"] == tickets.booking_path(row)
    run = tell(event)
    row = left_out(run, housing)
    for session in (health, work):
        for ask_for in (client.get, client.post):
            response = ask_for(address(row, session))
            assert response.headers["Location"] == tickets.booking_path(row)
    somewhere = f"{tickets.booking_path(row)}why-not/{uuid.uuid4()}/"
    assert client.get(somewhere).headers["Location"] == tickets.booking_path(row)
    Placement.objects.filter(registration=row).update(is_pinned=True)
    assert client.get(address(row, housing)).status_code == 302


def test_strangers_and_other_methods_are_refused(client, event, groups, crowd):
    row = left_out(tell(event), groups[0])
    made_up = address(row, groups[0]).replace("/b/", "/b/x", 1)
    assert client.get(made_up).status_code == client.post(made_up).status_code == 404
    assert client.put(address(row, groups[0])).status_code == 405
    assert client.delete(address(row, groups[0])).status_code == 405


def test_after_the_event_nothing_is_worked_out(client, event, groups, crowd):
    row = left_out(tell(event), groups[0])
    ended = timezone.now() - timedelta(hours=1)
    type(event).objects.update(starts_at=ended - timedelta(hours=5), ends_at=ended)
    assert client.post(address(row, groups[0])).status_code == 302


def test_of_few_people_and_of_very_many_nothing_is_worked_out(
    client, monkeypatch, event, groups, crowd
):
    run = tell(event)
    row = left_out(run, groups[0])
    monkeypatch.setattr(costs, "MOST_PEOPLE", 11)
    assert answer(client, row, groups[0]) == costs.TOO_MANY
    monkeypatch.undo()
    for one in [one for one in crowd if one != row][:3]:
        booking.cancel(registration=one)
    assert answer(client, row, groups[0]) == costs.TOO_FEW


def test_reading_what_people_need_is_written_down_and_looking_reads_nothing(
    client, event, groups, crowd
):
    row = left_out(tell(event), groups[0])
    asked = AuditEntry.objects.filter(deed="read needs to place people")
    before = asked.count()
    client.get(address(row, groups[0]))
    assert asked.count() == before
    client.post(address(row, groups[0]))
    assert asked.count() == before + 1


def test_it_is_asked_a_few_times_and_then_waits(client, event, groups, crowd):
    row = left_out(tell(event), groups[0])
    for _ in range(6):
        client.post(address(row, groups[0]))
    words = plain(client.post(address(row, groups[0])), status=429)
    assert "Ask again in 10 minutes." in words
    assert "What would it have cost?" in words


def test_when_no_key_opens_the_needs_it_cannot_be_worked_out(client, event, groups, crowd):
    row = left_out(tell(event), groups[0])
    keys.destroy(event.pk, "needs")
    assert answer(client, row, groups[0]) == costs.UNKNOWN


def test_what_is_fixed_for_others_stands_against_it(client, event, groups, crowd):
    housing = groups[0]
    run = tell(event)
    Placement.objects.filter(allocation=run, session=housing).update(is_pinned=True)
    assert answer(client, left_out(run, housing), housing) == costs.FIXED


def test_looking_asks_as_often_with_more_people_and_slots(client, event, groups, crowd):
    def asked():
        row = left_out(tell(event), groups[0])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(row, groups[0])).status_code == 200
        return len(queries)

    before = asked()
    make_round(event, starts_at=event.starts_at, ends_at=event.starts_at + timedelta(minutes=30))
    for _ in range(3):
        late = make_registration(event)
        for rank, session in enumerate(groups[:2], start=1):
            late.choices.create(slot=session.slot, session=session, rank=rank)
    assert asked() == before
