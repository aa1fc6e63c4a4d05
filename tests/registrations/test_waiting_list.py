"""Places that become free: who is offered one, how long it is held, what may be kept and given."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forum import schedule
from forum.models import AuditEntry, Event, Message, ScheduledJob
from registrations import booking, place_rules, places, waiting_list
from registrations.models import PlaceRules, Registration
from registrations.models.registrations import State
from tests.factories import answers, make_event

NOW = timezone.now().replace(microsecond=0)
_minutes = itertools.count(-600)


@pytest.fixture
def full(host) -> Event:
    """An event with one place."""
    return make_event(host, capacity=1, title="Full forum")


def earlier():
    """A minute before now, each time a later one: whoever books first has waited longest."""
    return NOW + timedelta(minutes=next(_minutes))


def book(event, name, **given):
    return booking.register(event=event, answers=answers(name, **given), now=earlier())


def group(event, *names):
    people = [answers(name) for name in names]
    return booking.register_together(event=event, people=people, now=earlier())


def local(name="A local group"):
    return {"coming_as": "staff", "organisation": name, "reach": "local"}


def rules(event, **chosen):
    return PlaceRules.objects.create(event=event, **chosen)


def capacity(event, number):
    Event.objects.filter(pk=event.pk).update(capacity=number)


def stands(event):
    """Everybody by name: how they stand, and with which place."""
    rows = Registration.objects.filter(event=event).finished()
    return {row.badge_name: (row.state, row.place) for row in rows}


def mails(kind):
    return list(Message.objects.filter(kind=kind).values_list("to", flat=True))


def deeds(row):
    lines = AuditEntry.objects.filter(row_id=row.id).order_by("at", "id")
    return list(lines.values_list("deed", flat=True))


# Offering


def test_a_place_that_is_given_back_is_offered_to_whoever_has_waited_longest(full):
    ama, bo, _ = [book(full, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=ama, now=NOW)
    bo.refresh_from_db()
    assert stands(full) == {
        "Ama": ("cancelled", None),
        "Bo": ("offered", 1),
        "Cy": ("waiting", None),
    }
    assert bo.offered_until == NOW + timedelta(hours=48)
    assert mails("offer") == [bo.email]
    assert deeds(bo) == ["was offered a place"]


def test_an_offer_never_lasts_beyond_the_start_of_the_event(full):
    rules(full, offer_hours=336)
    ama, bo = book(full, "Ama"), book(full, "Bo")
    booking.cancel(registration=ama, now=full.starts_at - timedelta(hours=5))
    bo.refresh_from_db()
    assert bo.offered_until == full.starts_at


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"closes_at": NOW - timedelta(hours=1)}, timedelta(0)),
        ({"state": "cancelled", "cancelled_at": NOW}, timedelta(0)),
        ({}, timedelta(days=15)),
    ],
    ids=["closed", "cancelled", "begun"],
)
def test_nothing_is_offered_once_it_is_too_late(full, change, after):
    ama, _ = book(full, "Ama"), book(full, "Bo")
    Event.objects.filter(pk=full.pk).update(**change)
    booking.cancel(registration=ama, now=NOW + after)
    assert waiting_list.offer_due(NOW + after) == 0
    assert stands(full)["Bo"] == ("waiting", None)
    assert mails("offer") == []


def test_where_the_team_gives_places_nothing_is_offered(full):
    rules(full, offers_itself=False)
    ama, _ = book(full, "Ama"), book(full, "Bo")
    booking.cancel(registration=ama, now=NOW)
    assert stands(full)["Bo"] == ("waiting", None)


def test_more_places_are_offered_by_the_job_and_fewer_take_nobodys(full):
    for name in ("Ama", "Bo", "Cy"):
        book(full, name)
    capacity(full, 2)
    assert waiting_list.offer_due(NOW) == 1
    assert waiting_list.offer_due(NOW) == 0
    capacity(full, 1)
    booking.cancel(registration=Registration.objects.get(badge_name="Ama"), now=NOW)
    assert stands(full) == {
        "Ama": ("cancelled", None),
        "Bo": ("offered", 2),
        "Cy": ("waiting", None),
    }


def test_the_job_looks_at_all_events_in_a_fixed_number_of_queries(
    full, host, django_assert_num_queries
):
    for event in (full, make_event(host, capacity=1), make_event(host, capacity=1)):
        book(event, "Ama")
        book(event, "Bo")
    with django_assert_num_queries(3):
        assert waiting_list.offer_due(NOW) == 0


# Answering


@pytest.fixture
def offered(full) -> Registration:
    """Bo, who is offered the one place; Cy waits behind."""
    ama, bo, _ = [book(full, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=ama, now=NOW)
    bo.refresh_from_db()
    return bo


def test_an_offer_that_is_taken_is_a_place_and_taken_twice_it_is_one(offered):
    for _ in range(2):
        waiting_list.accept(registration=offered, now=NOW + timedelta(hours=47))
    assert (offered.state, offered.place, offered.offered_until) == (State.CONFIRMED, 1, None)
    assert mails("confirmation").count(offered.email) == 1
    assert deeds(offered) == ["was offered a place", "took the offered place"]


def test_an_offer_ends_in_the_moment_that_it_names(offered):
    """D19: at the end itself it has ended, whoever looks first."""
    end = offered.offered_until
    with pytest.raises(waiting_list.NoOfferError, match="The time to answer is over"):
        waiting_list.accept(registration=offered, now=end)
    assert waiting_list.expire_due(end) == 0
    assert stands(offered.event) == {
        "Ama": ("cancelled", None),
        "Bo": ("waiting", None),
        "Cy": ("offered", 1),
    }
    assert offered.waiting_since == end
    assert mails("offer_ended") == [offered.email]


def test_an_offer_without_an_answer_goes_on_and_the_person_waits_at_the_end(offered):
    book(offered.event, "Di")
    assert waiting_list.expire_due(offered.offered_until - timedelta(seconds=1)) == 0
    assert waiting_list.expire_due(offered.offered_until) == 1
    assert stands(offered.event)["Cy"] == ("offered", 1)
    offered.refresh_from_db()
    assert waiting_list.position(offered) == 2
    with pytest.raises(waiting_list.NoOfferError, match="not held for you any more"):
        waiting_list.accept(registration=offered, now=NOW + timedelta(hours=49))


def test_while_the_clock_may_be_wrong_no_offer_ends(offered, settings):
    first, job = settings.ERASING_JOBS[0], "registrations.waiting_list.expire_due"
    settings.JOBS = {first: 3_600, job: 20}
    ScheduledJob.objects.create(name=first, last_run_at=NOW)
    with time_machine.travel(NOW + timedelta(days=365)):
        schedule.run_due()
    offered.refresh_from_db()
    assert offered.state == State.OFFERED
    assert mails("offer_ended") == []


def test_an_offer_let_go_goes_to_the_next_and_the_person_keeps_the_place_in_line(offered):
    for _ in range(2):
        waiting_list.let_go(registration=offered, stays=True, now=NOW)
    assert stands(offered.event)["Cy"] == ("offered", 1)
    assert waiting_list.position(offered) == 1
    capacity(offered.event, 2)
    waiting_list.offer_due(NOW)
    assert stands(offered.event)["Bo"] == ("offered", 2)


def test_the_same_place_is_not_offered_twice_in_a_row(offered):
    cy = Registration.objects.get(badge_name="Cy")
    booking.cancel(registration=cy, now=NOW)
    waiting_list.let_go(registration=offered, stays=True, now=NOW)
    assert waiting_list.offer_due(NOW) == 0
    newcomer = book(offered.event, "Di")
    assert (newcomer.state, newcomer.place) == (State.CONFIRMED, 1)
    booking.cancel(registration=newcomer, now=NOW)
    assert stands(offered.event)["Bo"] == ("offered", 1)


def test_an_offer_let_go_for_good_ends_the_booking(offered):
    for _ in range(2):
        waiting_list.let_go(registration=offered, stays=False, now=NOW)
    assert stands(offered.event) == {
        "Ama": ("cancelled", None),
        "Bo": ("cancelled", None),
        "Cy": ("offered", 1),
    }
    assert offered.email in mails("cancelled")


def test_a_place_that_was_taken_is_not_let_go_but_cancelled(offered):
    waiting_list.accept(registration=offered, now=NOW)
    with pytest.raises(waiting_list.NoOfferError, match="cancel your booking"):
        waiting_list.let_go(registration=offered, stays=True, now=NOW)


def test_somebody_who_cancels_an_offer_frees_the_place(offered):
    booking.cancel(registration=offered, now=NOW)
    assert stands(offered.event)["Cy"] == ("offered", 1)
    with pytest.raises(waiting_list.NoOfferError, match="is cancelled"):
        waiting_list.accept(registration=offered, now=NOW)


def test_no_place_is_taken_at_an_event_that_was_cancelled(offered):
    Event.objects.filter(pk=offered.event_id).update(state="cancelled", cancelled_at=NOW)
    with pytest.raises(waiting_list.NoOfferError, match="The event was cancelled"):
        waiting_list.accept(registration=offered, now=NOW)


# Coming together


def test_people_who_come_together_have_places_together_or_wait(host):
    event = make_event(host, capacity=3)
    assert {row.state for row in group(event, "Ama", "Bo")} == {"confirmed"}
    assert {row.state for row in group(event, "Cy", "Di")} == {"waiting"}
    assert book(event, "Eve").state == "confirmed"


def test_people_who_come_together_are_offered_places_take_and_lose_them_together(host):
    event = make_event(host, capacity=2)
    ama, bo = book(event, "Ama"), book(event, "Bo")
    cy, di = group(event, "Cy", "Di")
    booking.cancel(registration=ama, now=NOW)
    assert stands(event)["Cy"] == stands(event)["Di"] == ("waiting", None)
    booking.cancel(registration=bo, now=NOW)
    assert {stands(event)["Cy"], stands(event)["Di"]} == {("offered", 1), ("offered", 2)}
    assert sorted(mails("offer")) == sorted([cy.email, di.email])
    waiting_list.accept(registration=di, now=NOW)
    cy.refresh_from_db()
    assert cy.has_a_place


def test_whoever_brings_a_friend_to_the_waiting_list_stands_where_the_friend_does(full):
    book(full, "Ama")
    bo, cy = book(full, "Bo"), book(full, "Cy")
    friend = booking.register(event=full, answers=answers("Di"), with_whom=bo, now=NOW)
    assert [waiting_list.position(row) for row in (cy, bo, friend)] == [1, 2, 2]


# Kept places


@pytest.fixture
def keeping(host) -> Event:
    """Two places, one of them kept for local groups for a week."""
    event = make_event(host, capacity=2)
    rules(event, kept=1, kept_for=["local"], kept_until=NOW + timedelta(days=7))
    return event


def test_kept_places_are_for_whom_they_are_kept(keeping):
    assert book(keeping, "Ama").place == 1
    stand = places.counts(keeping)
    assert stand.left == 0
    assert (stand.has_room_for(["local"]), stand.has_room_for(["national"])) == (True, False)
    assert book(keeping, "Bo").is_waiting
    assert book(keeping, "Cy", **local()).place == 2


def test_kept_places_that_are_used_keep_no_other(keeping):
    assert book(keeping, "Ama", **local()).place == 1
    assert places.counts(keeping).left == 1
    assert book(keeping, "Bo").place == 2


def test_kept_places_are_offered_to_all_once_they_are_released(keeping):
    book(keeping, "Ama")
    book(keeping, "Bo")
    assert waiting_list.offer_due(NOW) == 0
    assert waiting_list.offer_due(NOW + timedelta(days=7)) == 1
    assert stands(keeping)["Bo"] == ("offered", 2)


def test_releasing_kept_places_offers_them_at_once(keeping, organiser):
    book(keeping, "Ama")
    book(keeping, "Bo")
    place_rules.choose(event=keeping, rules=PlaceRules(), by=organiser, now=NOW)
    assert stands(keeping)["Bo"] == ("offered", 2)
    assert AuditEntry.objects.filter(deed="chose how places are given", who=organiser).count() == 1


def test_places_kept_for_nobody_are_not_kept(keeping, organiser):
    chosen = PlaceRules(kept=2, kept_until=NOW + timedelta(days=1), offer_hours=3)
    place_rules.choose(event=keeping, rules=chosen, by=organiser, now=NOW)
    found = places.rules_of(keeping)
    assert (found.kept, found.kept_for, found.kept_until, found.offer_hours) == (0, [], None, 3)


# By hand


@pytest.fixture
def by_hand(full) -> list[Registration]:
    """Bo and Cy wait for the place of Ama, who cancelled; the team gives places."""
    rules(full, offers_itself=False)
    rows = [book(full, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=rows[0], now=NOW)
    return rows


def test_the_next_in_line_is_given_a_place_without_a_reason(by_hand, organiser):
    waiting_list.give_place(registration=by_hand[1], by=organiser, now=NOW)
    assert by_hand[1].has_a_place


def test_somebody_who_overtakes_needs_a_reason_that_is_kept(by_hand, organiser):
    for reason in ("", " "):
        with pytest.raises(waiting_list.ReasonError, match="Say why"):
            waiting_list.give_place(registration=by_hand[2], by=organiser, reason=reason, now=NOW)
    assert waiting_list.needs_a_reason(by_hand[2], NOW)
    assert not waiting_list.needs_a_reason(by_hand[1], NOW)
    reason = "They look after the children."
    waiting_list.give_place(registration=by_hand[2], by=organiser, reason=reason, now=NOW)
    line = AuditEntry.objects.get(deed="gave a place")
    assert (line.row_id, line.who, line.reason) == (by_hand[2].id, organiser, reason)


def test_a_place_that_is_kept_for_others_needs_a_reason(keeping, organiser):
    book(keeping, "Ama")
    bo = book(keeping, "Bo")
    with pytest.raises(waiting_list.ReasonError):
        waiting_list.give_place(registration=bo, by=organiser, now=NOW)
    waiting_list.give_place(registration=bo, by=organiser, reason="Nobody local asks", now=NOW)
    assert bo.place == 2


def test_nobody_is_passed_over_who_could_not_take_the_place(full, organiser):
    rules(full, offers_itself=False)
    ama = book(full, "Ama")
    group(full, "Bo", "Cy")
    di = book(full, "Di")
    booking.cancel(registration=ama, now=NOW)
    waiting_list.give_place(registration=di, by=organiser, now=NOW)
    assert di.has_a_place


def test_an_offered_place_can_be_given_for_somebody_who_calls(offered, organiser):
    waiting_list.give_place(registration=offered, by=organiser, now=NOW)
    assert (offered.state, offered.place) == (State.CONFIRMED, 1)
    assert mails("place_given") == [offered.email]


# Taking a cancellation back


def test_a_cancellation_is_taken_back_while_the_place_is_free(event):
    ama = book(event, "Ama")
    code, booked_at = ama.code, ama.booked_at
    booking.cancel(registration=ama, now=NOW)
    for _ in range(2):
        booking.restore(registration=ama, now=NOW)
    assert (ama.state, ama.place, ama.code, ama.booked_at) == ("confirmed", 1, code, booked_at)
    assert ama.cancelled_at is None
    assert mails("confirmation").count(ama.email) == 2


def test_a_cancellation_taken_back_late_is_the_end_of_the_waiting_list(full):
    ama, _, _ = [book(full, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=ama, now=NOW)
    later = NOW + timedelta(minutes=5)
    booking.restore(registration=ama, now=later)
    assert (ama.state, ama.waiting_since) == ("waiting", later)
    assert waiting_list.position(ama) == 2
    assert stands(full)["Bo"] == ("offered", 1)


def test_what_the_team_cancelled_the_person_does_not_take_back(event, organiser):
    ama = book(event, "Ama")
    booking.cancel(registration=ama, by=organiser, now=NOW)
    with pytest.raises(booking.RestoreError) as error:
        booking.restore(registration=ama, now=NOW)
    assert error.value.words.startswith("The team cancelled this booking.")
    assert stands(event)["Ama"] == ("cancelled", None)


def test_nothing_is_taken_back_once_the_event_has_begun(event):
    ama = book(event, "Ama")
    booking.cancel(registration=ama, now=NOW)
    with pytest.raises(booking.RestoreError, match="The event has begun"):
        booking.restore(registration=ama, now=event.starts_at)
