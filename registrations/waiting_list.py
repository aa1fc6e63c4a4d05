"""The waiting list: first come, first served. In this version the team gives places by hand."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from forum import audit
from forum.models import User
from registrations import places
from registrations.booking.writing import guarded, tell
from registrations.models import Registration
from registrations.models.registrations import State

# What the event's record says of it: of somebody who gave the place back, nothing else does.
GAVE_A_PLACE = "gave a place"


class NoPlaceError(Exception):
    """The place cannot be given; the words say why."""


@guarded
def give_place(
    *, registration: Registration, by: User, reason: str = "", now: datetime | None = None
) -> None:
    """Give a free place to somebody who waits, and tell them. Giving it twice is once.

    `reason` says why this person, when it is not the first in line. Raises NoPlaceError when no
    place is free, the person waits no more, or the event is cancelled or over.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    held = Registration.objects.get(pk=registration.pk)
    if held.has_a_place:
        registration.refresh_from_db()
        return
    if not held.is_waiting:
        raise NoPlaceError("This person is not on the waiting list any more.")
    if event.is_cancelled or event.ends_at <= now:
        raise NoPlaceError("The event is over or was cancelled.")
    try:
        held.place = places.free_place(event)
    except places.FullError as error:
        raise NoPlaceError("Every place is taken. One is free when somebody cancels.") from error
    held.event, held.state = event, State.CONFIRMED
    held.save(update_fields=["state", "place"])
    tell(held, "place_given")
    audit.record(deed=GAVE_A_PLACE, by=by, event=event, row_id=held.id, reason=reason)
    registration.refresh_from_db()


def position(registration: Registration) -> int:
    """Which number in line, from 1; 0 for somebody who does not wait."""
    if not registration.is_waiting:
        return 0
    earlier = Registration.objects.filter(event=registration.event_id).waiting()
    before: int = earlier.filter(
        Q(waiting_since__lt=registration.waiting_since)
        | Q(waiting_since=registration.waiting_since, id__lt=registration.id)
    ).count()
    return before + 1
