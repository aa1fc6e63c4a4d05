"""Giving a place by hand: the team does it, and says why when others have waited longer."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import places
from registrations.models import Registration
from registrations.models.registrations import State
from registrations.places import Places
from registrations.telling import tell_each
from registrations.waiting_list.line import Party, in_line, offered_with, take_number, together_with
from registrations.waiting_list.offering import offer

# What the event's record says of it: of somebody who gave the place back, nothing else does.
GAVE_A_PLACE = "gave a place"


class NoPlaceError(Exception):
    """The place cannot be given; the words say why."""


class ReasonError(NoPlaceError):
    """Somebody who could take the place has waited longer, and no reason was given."""


@places.guarded
def give_place(
    *, registration: Registration, by: User, reason: str = "", now: datetime | None = None
) -> None:
    """Give a free place to somebody who waits and to those who come with them, and tell them.

    Somebody with an offer is given the place that is held for them. Giving it twice is once.
    `reason` says why this person; it may be left out only for whoever is next in line.

    Raises ReasonError, and NoPlaceError when no place is free, the person waits no more, or the
    event is cancelled or over.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.has_a_place:
        registration.refresh_from_db()
        return
    if not (held.is_waiting or held.is_offered):
        raise NoPlaceError("This person is not on the waiting list any more.")
    if event.is_cancelled or event.ends_at <= now:
        raise NoPlaceError("The event is over or was cancelled.")
    given = list(offered_with(held)) if held.is_offered else _next(held, event, now, reason)
    for person in given:
        person.event, person.state = event, State.CONFIRMED
        person.offered_until = person.passed_place = None
        take_number(person)
        person.save(update_fields=["state", "place", "offered_until", "passed_place"])
        audit.record(deed=GAVE_A_PLACE, by=by, event=event, row_id=person.id, reason=reason)
    tell_each(given, "place_given")
    offer(event, now)
    registration.refresh_from_db()


def needs_a_reason(registration: Registration, now: datetime | None = None) -> bool:
    """Whether giving this person a place would pass over somebody who could take it."""
    if not registration.is_waiting:
        return False
    event, now = registration.event, now or timezone.now()
    party = Party(list(together_with(registration, State.WAITING)))
    stand = places.counts(event, now=now)
    if not stand.free:
        return in_line(event.id)[0].since != party.since
    return _needs_a_reason(party, event, stand, places.free_numbers(event))


def _next(held: Registration, event: Event, now: datetime, reason: str) -> list[Registration]:
    """The person and those who come with them, each with the number of a free place."""
    party = Party(list(together_with(held, State.WAITING)))
    stand, free = places.counts(event, now=now), places.free_numbers(event)
    if not free:
        raise NoPlaceError("Every place is taken. One is free when somebody cancels.")
    if len(free) < len(party.people):
        count = f"{len(party.people)} people come together and need a place each"
        raise NoPlaceError(f"{count}, but fewer are free.")
    if not reason.strip() and _needs_a_reason(party, event, stand, free):
        raise ReasonError("Say why this person comes before others who wait.")
    for person, number in zip(party.people, free, strict=False):
        person.place = number
    return party.people


def _needs_a_reason(party: Party, event: Event, stand: Places, free: Sequence[int]) -> bool:
    """Whether somebody earlier could take the place, or it is kept for other people."""
    earlier = [one for one in in_line(event.id) if one.since < party.since]
    overtakes = any(one.could_take(stand, free) for one in earlier)
    return overtakes or not stand.has_room_for(party.reaches)
