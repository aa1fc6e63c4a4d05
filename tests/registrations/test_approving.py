"""Where the team decides who comes: asked, told yes or no, with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import AuditEntry, Message
from registrations import approving, booking, drafts, forgetting, needs, places, waiting_list
from registrations.models import PlaceRules, Registration
from tests.factories import answers, make_event

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def asking(host):
    """An event of one place, whose team answers each booking."""
    event = make_event(host, capacity=1)
    PlaceRules.objects.create(event=event, needs_approval=True)
    return event


def book(event, name="Amina", **given):
    minutes = given.pop("minutes", 0)
    now = NOW + timedelta(minutes=minutes)
    return booking.register(event=event, answers=answers(name, **given), now=now)


def kinds(row):
    sent = Message.objects.filter(row_id=row.id).order_by("created_at", "kind")
    return list(sent.values_list("kind", flat=True))


def test_a_finished_form_waits_for_an_answer_and_holds_no_place(asking):
    made = booking.start(event=asking)
    drafts.save(registration=made, answers=answers("Amina"))
    booked = booking.book(draft_id=made.id, only_a_place=True)
    assert (booked.state, booked.place) == ("awaiting", None)
    assert places.counts(asking) == places.Places(capacity=1, held=0, waiting=0)
    assert kinds(booked) == ["received"]


def test_whom_the_team_adds_it_need_not_answer(asking, organiser):
    added = booking.register(event=asking, answers=answers("Bo"), by=organiser, now=NOW)
    assert added.has_a_place


def test_yes_is_a_place_and_said_twice_it_is_one(asking, organiser):
    booked = book(asking)
    for _ in range(2):
        approving.approve(registration=booked, by=organiser, now=NOW)
    assert (booked.state, booked.place) == ("confirmed", 1)
    assert kinds(booked) == ["received", "confirmation"]
    line = AuditEntry.objects.get(row_id=booked.id)
    assert (line.deed, line.who) == ("approved a booking", organiser)


def test_yes_without_a_free_place_is_the_waiting_list_by_who_asked_first(asking, organiser):
    ama, bo, cy = [book(asking, name, minutes=n) for n, name in enumerate(("Ama", "Bo", "Cy"))]
    for row in (ama, cy, bo):
        approving.approve(registration=row, by=organiser, now=NOW + timedelta(hours=1))
    assert [row.state for row in (ama, bo, cy)] == ["confirmed", "waiting", "waiting"]
    assert [waiting_list.position(row) for row in (bo, cy)] == [1, 2]
    assert kinds(bo) == ["received", "waiting_list"]


def test_no_has_a_reason_that_the_person_reads_and_erases_needs(asking, organiser):
    booked = book(asking, meals=["vegan"], needs_consent=True)
    with pytest.raises(approving.AnswerError, match="Say why"):
        approving.decline(registration=booked, by=organiser, reason=" ", now=NOW)
    for _ in range(2):
        approving.decline(
            registration=booked, by=organiser, reason="This day is for caseworkers.", now=NOW
        )
    assert (booked.state, booked.answer_reason) == ("cancelled", "This day is for caseworkers.")
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}
    assert kinds(booked) == ["received", "declined"]
    assert [line.reason for line in AuditEntry.objects.filter(row_id=booked.id)] == [""]


def test_an_answer_stands(asking, organiser):
    yes, gone = book(asking, "Ama"), book(asking, "Bo")
    approving.approve(registration=yes, by=organiser, now=NOW)
    with pytest.raises(approving.AnswerError, match="answered with yes"):
        approving.decline(registration=yes, by=organiser, reason="Sorry", now=NOW)
    booking.cancel(registration=gone, now=NOW)
    with pytest.raises(approving.AnswerError, match="cancelled meanwhile"):
        approving.approve(registration=gone, by=organiser, now=NOW)


def test_nobody_is_answered_after_the_event(asking, organiser):
    booked = book(asking)
    with pytest.raises(approving.AnswerError, match="over or was cancelled"):
        approving.approve(registration=booked, by=organiser, now=asking.ends_at)


def test_those_who_come_together_are_answered_together(asking, organiser):
    people = [answers("Ama"), answers("Bo")]
    ama, bo = booking.register_together(event=asking, people=people, now=NOW)
    approving.approve(registration=bo, by=organiser, now=NOW)
    ama.refresh_from_db()
    assert [ama.state, bo.state] == ["waiting", "waiting"]


def test_a_cancellation_taken_back_is_answered_only_once(asking, organiser):
    unanswered, answered = book(asking, "Ama"), book(asking, "Bo")
    approving.approve(registration=answered, by=organiser, now=NOW)
    for row in (unanswered, answered):
        booking.cancel(registration=row, now=NOW)
        booking.restore(registration=row, now=NOW)
    assert [row.state for row in (unanswered, answered)] == ["awaiting", "confirmed"]


def test_whom_the_team_declined_does_not_come_back(asking, organiser):
    booked = book(asking)
    approving.decline(registration=booked, by=organiser, reason="Full of us already.", now=NOW)
    with pytest.raises(booking.RestoreError, match="cancelled this booking"):
        booking.restore(registration=booked, now=NOW)


def test_a_yes_to_a_booking_that_was_deleted_is_no_yes_to_the_next_with_its_form(asking, organiser):
    made = booking.start(event=asking)
    drafts.save(registration=made, answers=answers("Amina"))
    booked = booking.book(draft_id=made.id)
    approving.approve(registration=booked, by=organiser)
    forgetting.forget(registration=booked)
    again = booking.start(event=asking, draft_id=made.id)
    drafts.save(registration=again, answers=answers("Somebody else"))
    booked = booking.book(draft_id=made.id)
    assert booked.state == "awaiting"
    booking.cancel(registration=booked)
    booking.restore(registration=booked)
    assert booked.state == "awaiting"
