"""A form that has one page is begun and booked by one press, in one transaction."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection

from forum.models import Message
from registrations import booking, drafts, needs
from registrations.models import Consent, Needs, OwnAnswer, Registration
from registrations.models.questions import AnswerKind
from registrations.models.registrations import State
from tests.factories import answers, ask_own, make_event, make_registration

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)
ADDRESS = {"email": "amina@example.org"}
GIVEN = {
    **ADDRESS,
    "meals": ["vegan"],
    "needs_consent": True,
    "photo": "yes",
    "photo_uses": ["report"],
}


def at_once(event, name="Amina", draft_id=None, **given):
    return booking.book_at_once(
        event=event,
        draft_id=draft_id or uuid.uuid4(),
        answers=answers(name, **given),
        on=[],
        has_own=True,
        now=NOW,
    )


def in_two(event, name="Amina", **given):
    made = booking.begin(
        event=event, draft_id=uuid.uuid4(), answers=answers(name, **given), now=NOW
    )
    return booking.book(draft_id=made.id, now=NOW)


def kept(booked):
    """All that is kept of a booking, without what is its own by chance."""
    row = Registration.objects.values().get(pk=booked.pk)
    mine = ("id", "event_id", "code", "organisation_id")
    said = Consent.objects.filter(registration=booked).order_by("kind")
    return {
        **{name: value for name, value in row.items() if name not in mine},
        "needs": needs.own(Registration.objects.get(pk=booked.pk)),
        "consents": list(said.values_list("kind", "wording", "given_at")),
        "mails": list(Message.objects.filter(row_id=booked.pk).values_list("kind", "to", "state")),
    }


@pytest.mark.parametrize(
    ("is_full", "given"),
    [(False, ADDRESS), (False, GIVEN), (False, {"contact_by": "page", "email": ""}), (True, GIVEN)],
)
def test_what_is_kept_is_what_beginning_and_booking_keep(is_full, given):
    once, twice = make_event(capacity=1), make_event(capacity=1)
    if is_full:
        make_registration(once), make_registration(twice)
    assert kept(at_once(once, **given)) == kept(in_two(twice, **given))


def test_pressed_twice_it_is_one_booking(event):
    key = uuid.uuid4()
    assert at_once(event, draft_id=key) == at_once(event, draft_id=key)
    assert Registration.objects.count() == Message.objects.count() == 1


def test_a_draft_that_was_begun_before_is_booked_with_the_newest_answers(event):
    begun = booking.begin(event=event, draft_id=uuid.uuid4(), answers=answers("Old name"))
    booked = at_once(event, "New name", draft_id=begun.id)
    assert (booked.pk, booked.badge_name, booked.state) == (begun.pk, "New name", State.CONFIRMED)


def test_when_the_last_place_went_nothing_is_kept():
    full = make_event(capacity=1)
    make_registration(full)
    with pytest.raises(booking.FullError):
        booking.book_at_once(
            event=full,
            draft_id=uuid.uuid4(),
            answers=answers("Amina"),
            on=[],
            has_own=False,
            only_a_place=True,
        )
    assert Registration.objects.count() == 1


def test_when_an_answer_is_missing_nothing_is_kept(event):
    with pytest.raises(booking.IncompleteError):
        at_once(event, name="")
    assert not Registration.objects.exists()


def test_a_known_address_leaves_a_draft_and_takes_as_many_queries(event, django_assert_num_queries):
    with django_assert_num_queries(17) as counted:
        at_once(event, email="amina@example.org")
    with django_assert_num_queries(len(counted)):
        again = at_once(event, email="amina@example.org")
    assert (again.is_draft, drafts.SENT in drafts.answers(again)) == (True, True)
    assert Message.objects.get(row_id=again.pk).kind == "already_booked"


def test_an_answer_to_a_question_that_was_removed_meanwhile_is_left_out(event):
    own = ask_own(event, kind=AnswerKind.TEXT, is_sensitive=False)
    said = {"own_open": {str(own.pk): "By train"}}
    assert OwnAnswer.objects.filter(registration=at_once(event, **said)).count() == 1
    own.delete()
    late = booking.book_at_once(
        event=event,
        draft_id=uuid.uuid4(),
        answers=answers("Bo", email="bo@example.org", **said),
        on=[],
        has_own=True,
    )
    assert not OwnAnswer.objects.filter(registration=late).exists()


def test_a_draft_that_is_erased_while_it_is_booked_is_not_written_anew(event):
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Amina", email="amina@example.org"))

    def erased(execute, sql, params, many, context):
        if sql.startswith('UPDATE "registrations_registration"'):
            Needs.objects.all().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(erased), pytest.raises(DatabaseError):
        booking.book(draft_id=draft.id)
    assert Registration.objects.get().is_draft
    assert not Message.objects.exists()
