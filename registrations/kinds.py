"""How somebody comes to an event: as a participant, crew, a companion, and with whom.

Crew and interpreters hold no place. Somebody who becomes one of them frees a place, and somebody
who is one no more needs one. People who come together all name the same first person.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from forum.models.people import name_key
from registrations import booking, companions, places, promises, waiting_list
from registrations.models import Registration
from registrations.models.registrations import WITHOUT_A_PLACE, Kind, State
from registrations.telling import tell

CHANGED = "changed how somebody comes"

_FULL = (
    "Every place is taken or promised to somebody who waits."
    " Raise the number of places, or wait until somebody cancels."
)


class KindError(Exception):
    """The person cannot come in this way; the words say why."""


class CodeError(Exception):
    """No living booking of the event has this code; the words say so."""


def first_of(*, event: Event, code: str, but: Registration | None = None) -> Registration:
    """The first of the people who come with whoever has this code, however it is typed.

    Raises CodeError when nobody has it, when the booking was cancelled, or when it is the code of
    the person themselves (`but`) or of somebody who comes with them already. One query.
    """
    wanted = name_key(code).replace(" ", "")
    people = Registration.objects.filter(event=event).finished().select_related("with_whom")
    found = next((one for one in people if name_key(one.code) == wanted), None)
    if found is None:
        raise CodeError("Nobody at this event has this code. Look for the person in People.")
    first: Registration = found.with_whom or found
    if but and but.with_whom_id == first.id:
        return first  # as it was, whatever became of them
    if found.is_cancelled:
        raise CodeError(f"{found.badge_name} cancelled. Choose somebody who comes.")
    if but and found == but:
        raise CodeError("This is the person’s own code. Enter the code of somebody else.")
    if but and first == but:
        raise CodeError(f"{found.badge_name} comes with this person already.")
    return first


@places.guarded
def settle(
    *,
    registration: Registration,
    kind: Kind,
    first: Registration | None,
    days: list[str] | None,
    by: User,
    now: datetime | None = None,
) -> None:
    """How somebody comes: as what, with whom, on which days (None leaves them); all or nothing.

    Whoever is not told otherwise learns that there is news on their page. Raises as `change_kind`
    does.
    """
    now = now or timezone.now()
    before = _how(registration)
    change_kind(registration=registration, kind=kind, by=by, now=now)
    come_with(registration=registration, first=first, by=by, now=now)
    if days is not None and days != registration.days:
        booking.change(registration=registration, answers={"days": days}, by=by, now=now)
    if _how(registration) != before and registration.state == before[0]:
        promises.tell_news(registration, now)


def _how(registration: Registration) -> tuple[Any, ...]:
    """How somebody comes, and first how their booking stands: a change of that they are told."""
    return (
        registration.state,
        registration.kind,
        registration.with_whom_id,
        list(registration.days),
    )


@places.guarded
def change_kind(
    *, registration: Registration, kind: Kind, by: User, now: datetime | None = None
) -> None:
    """Let somebody come as another kind. A place that becomes free is offered to the next in line.

    Somebody who needs a place from now on takes a free one; whoever waits for one and needs it no
    more simply comes. The row given is brought up to date. Raises KindError when there is no place
    for them, or when the booking is cancelled.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.is_cancelled or held.is_draft:
        raise KindError("This booking is cancelled, so nothing about it can be changed.")
    if held.kind != kind:
        _become(held, kind, event, now)
        audit.record(deed=CHANGED, by=by, event=event, row_id=held.id)
        waiting_list.offer_free(event, now)
    registration.refresh_from_db()


def _become(held: Registration, kind: Kind, event: Event, now: datetime) -> None:
    had_none = held.kind in WITHOUT_A_PLACE
    held.kind = kind
    if kind in WITHOUT_A_PLACE:
        _need_no_place(held)
    elif had_none and not waiting_list.seat(waiting_list.Party([held]), event, now):
        raise KindError(f"{held.badge_name} needs a place to come as that. {_FULL}")
    held.save()


def _need_no_place(held: Registration) -> None:
    """Give back the place or the offer; who waited for either is told that they can come."""
    waited = not held.has_a_place
    held.state, held.place = State.CONFIRMED, None
    held.offered_until = held.passed_place = None
    if waited:
        tell(held, "confirmation")


@transaction.atomic
def come_with(
    *,
    registration: Registration,
    first: Registration | None,
    by: User,
    now: datetime | None = None,
) -> None:
    """Let somebody come with others, whose first person is `first`, or on their own again.

    Those who came with them come along, and whoever comes together is offered places together.
    Nobody speaks for whoever the team puts with others: each is reached as before, and opens their
    own booking alone. The row given is brought up to date.
    """
    held = places.lock_row(registration)
    event = held.event
    if held.with_whom_id != (first.id if first else None):
        group = Registration.objects.filter(event=event)
        if held.through_first:
            companions.take_contact(held)
            held.save()
        if first:
            companions.release(held)
            group.filter(with_whom=held).update(with_whom=first)
        group.filter(pk=held.pk).update(with_whom=first)
        audit.record(deed=CHANGED, by=by, event=event, row_id=held.id)
        waiting_list.offer_free(event, now)
    registration.refresh_from_db()
