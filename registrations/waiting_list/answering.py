"""Answering an offer: taking the place, or letting it go.

Of accepting and expiring exactly one happens: both hold the event's lock, and at the very moment
until which the place was held, the offer has ended (security D19).
"""

from datetime import datetime

from django.utils import timezone

from forum import audit
from forum.models import Event
from registrations import places
from registrations.giving_back import give_back
from registrations.models import Registration
from registrations.models.registrations import State
from registrations.telling import tell_each
from registrations.waiting_list.line import offered_with
from registrations.waiting_list.offering import expire, offer, take_back

TOOK_THE_PLACE, LET_GO = "took the offered place", "let an offer go"

_CANCELLED_EVENT = "The event was cancelled, so there is no place to take."
_OVER = "The event is over."
_TOO_LATE = (
    "The time to answer is over, so the place goes to the next person. "
    "You are still on the waiting list, at its end."
)
_NO_MORE = {
    State.WAITING: "This place is not held for you any more. You are still on the waiting list.",
    State.CANCELLED: "Your booking is cancelled, so the place went to someone else.",
    State.AWAITING: "The team has not answered your booking yet.",
}


class NoOfferError(places.RefusedError):
    """There is no offer to answer; `words` say why."""


def accept(*, registration: Registration, now: datetime | None = None) -> None:
    """Take the place that was offered, for all who come together. Accepting twice is once.

    Raises NoOfferError when the offer has ended, was let go, or the event takes nobody any more;
    an offer whose time is over ends then and there.
    """
    words = _accept(registration, now or timezone.now())
    registration.refresh_from_db()
    if words:
        raise NoOfferError(words)


@places.guarded
def _accept(registration: Registration, now: datetime) -> str:
    """Nothing when the person has the place, else why not."""
    held = places.lock_row(registration)
    event = held.event
    if held.has_a_place:
        return ""
    if words := _why_not(held, event, now):
        return words
    if _is_late(held, now):
        expire(event, now)
        return _TOO_LATE
    together = list(offered_with(held))
    for person in together:
        take(person, event)
        audit.record(deed=TOOK_THE_PLACE, by=None, event=event, row_id=person.id)
    tell_each(together, "confirmation")
    return ""


def take(person: Registration, event: Event) -> None:
    """Turn an offer into a place; under the event's lock."""
    person.event, person.state, person.offered_until = event, State.CONFIRMED, None
    person.save(update_fields=["state", "offered_until"])


def let_go(*, registration: Registration, stays: bool, now: datetime | None = None) -> None:
    """Give the offer back, so that the place goes to the next person. Doing it twice is once.

    With `stays` the person and those who come with them go on waiting where they stood; this place
    is not offered to them again, the next one is. Without it the person's booking is cancelled,
    and with it those for whom they speak; whoever else comes with them keeps the offer. Raises
    NoOfferError when there is none to let go.
    """
    words = _let_go(registration, now or timezone.now(), stays=stays)
    registration.refresh_from_db()
    if words:
        raise NoOfferError(words)


@places.guarded
def _let_go(registration: Registration, now: datetime, *, stays: bool) -> str:
    held = places.lock_row(registration)
    event = held.event
    if (held.is_waiting and stays) or (held.is_cancelled and not stays):
        return ""
    if held.has_a_place:
        return "You have taken this place. To give it back, cancel your booking."
    if words := _why_not(held, event, now):
        return words
    if stays and _is_late(held, now):
        expire(event, now)
        return _TOO_LATE
    if stays:
        take_back(offered_with(held), event, since=None)
    else:
        spoken_for = [one for one in offered_with(held) if one.through_first]
        give_back([held, *(one for one in spoken_for if one.with_whom_id == held.id)], event, now)
    audit.record(deed=LET_GO, by=None, event=event, row_id=held.id)
    offer(event, now)
    return ""


def _is_late(held: Registration, now: datetime) -> bool:
    return held.offered_until is not None and held.offered_until <= now


def _why_not(held: Registration, event: Event, now: datetime) -> str:
    if event.is_cancelled:
        return _CANCELLED_EVENT
    if event.ends_at <= now:
        return _OVER
    return "" if held.is_offered else _NO_MORE.get(State(held.state), "There is no offer.")
