"""Answering a booking, where the team decides who comes.

A booking that waits for an answer holds no place. Those who come together are answered together.
"""

from datetime import datetime

from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import places, waiting_list
from registrations.giving_back import give_back
from registrations.models import Registration
from registrations.models.registrations import State
from registrations.telling import tell_each

APPROVED, APPROVED_TO_WAIT = "approved a booking", "approved a booking to wait"
DECLINED = "declined a booking"


class AnswerError(places.RefusedError):
    """The booking cannot be answered any more; `words` say why."""


@places.guarded
def approve(*, registration: Registration, by: User, now: datetime | None = None) -> None:
    """Say yes: a place while one is free that nobody waits for, else the waiting list, where the
    person stands as long as they have been waiting for the answer. Saying it twice is once.

    Raises AnswerError for a booking that was cancelled, or an event that is over.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.is_awaiting:
        _must_be_ahead(event, now)
        party = waiting_list.Party(list(waiting_list.together_with(held, State.AWAITING)))
        has_room = waiting_list.seat(party, event, now)
        for person in party.people:
            person.event = event
            person.state = State.CONFIRMED if has_room else State.WAITING
            person.save(update_fields=["state", "place"])
            deed = APPROVED if has_room else APPROVED_TO_WAIT
            audit.record(deed=deed, by=by, event=event, row_id=person.id)
        tell_each(party.people, "confirmation" if has_room else "waiting_list")
        waiting_list.offer_free(event, now)
    elif held.is_cancelled:
        raise AnswerError("This booking was cancelled meanwhile.")
    registration.refresh_from_db()


@places.guarded
def decline(
    *, registration: Registration, by: User, reason: str, now: datetime | None = None
) -> None:
    """Say no, with a reason that the person reads. Saying it twice is once.

    Raises AnswerError without a reason, for somebody who was answered yes, or for an event that is
    over.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.is_awaiting:
        _must_be_ahead(event, now)
        if not reason.strip():
            raise AnswerError("Say why, in words that the person can read.")
        together = list(waiting_list.together_with(held, State.AWAITING))
        for person in together:
            person.answer_reason = reason.strip()
        give_back(together, event, now, mail="declined")
        for person in together:
            audit.record(deed=DECLINED, by=by, event=event, row_id=person.id)
    elif not held.is_cancelled:
        raise AnswerError("This booking has been answered with yes. You can still cancel it.")
    registration.refresh_from_db()


def _must_be_ahead(event: Event, now: datetime) -> None:
    if event.is_cancelled or event.ends_at <= now:
        raise AnswerError("The event is over or was cancelled.")
