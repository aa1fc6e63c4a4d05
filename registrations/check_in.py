"""Letting people in: check in, undo, walk-in.

The constraint that a person is in once is the guard: two doors may ask at the same moment, one row
is written, and the second door is told when and by whom (security D23, V34).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import booking
from registrations.models import CheckIn, Registration
from registrations.models.registrations import State

IN, ALREADY, WAITING, CANCELLED = "in", "already", "waiting", "cancelled"


class TooLateError(Exception):
    """The check-in was made on another day: it is part of the event's record now."""


@dataclass(frozen=True)
class Result:
    """What the door says: `kind` is in, already, waiting or cancelled; the row where one exists."""

    kind: str
    check_in: CheckIn | None = None


@transaction.atomic
def check_in(
    *, registration: Registration, by: User | None, scan_id: uuid.UUID, now: datetime | None = None
) -> Result:
    """Let the person in, once. `scan_id` is one press of a button: repeated, it says "in" again.

    Only somebody with a place gets in; the registration's row is locked, so that a place cancelled
    in this moment is not let in. Audited as "checked in".
    """
    state = (
        Registration.objects.select_for_update()
        .values_list("state", flat=True)
        .get(pk=registration.pk)
    )
    if state == State.CANCELLED:
        return Result(CANCELLED)
    if state != State.CONFIRMED:
        return Result(WAITING)
    try:
        with transaction.atomic():
            made = CheckIn.objects.create(
                registration=registration,
                event_id=registration.event_id,
                by=by,
                at=now or timezone.now(),
                scan_id=scan_id,
            )
    except IntegrityError:
        return _already(registration, scan_id)
    audit.record(deed="checked in", by=by, event=registration.event, row_id=registration.pk)
    return Result(IN, made)


def _already(registration: Registration, scan_id: uuid.UUID) -> Result:
    """What to say to a second press or a second door.

    A scan id that was used for somebody else is no press of this button: it is not found here and
    the person is in no row, so the door is asked to try again.
    """
    found = registration.check_ins.filter(session=None).select_related("by").first()
    if found is None:
        raise ScanUsedError
    return Result(IN if found.scan_id == scan_id else ALREADY, found)


class ScanUsedError(Exception):
    """This press of a button has let in somebody else already: the page it came from is old."""


@transaction.atomic
def undo(*, registration: Registration, by: User | None, now: datetime | None = None) -> bool:
    """Take back a check-in of today, in the event's own day; False when the person is not in.

    Raises TooLateError for one of another day. Audited as "undid a check-in".
    """
    event = registration.event
    now = now or timezone.now()
    found = registration.check_ins.select_for_update().filter(session=None).first()
    if found is None:
        return False
    if found.at.astimezone(event.zone).date() != now.astimezone(event.zone).date():
        raise TooLateError
    found.delete()
    audit.record(deed="undid a check-in", by=by, event=event, row_id=registration.pk)
    return True


@transaction.atomic
def walk_in(
    *,
    event: Event,
    answers: dict[str, Any],
    by: User | None,
    scan_id: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Registration:
    """Book a person who stands at the door and let them in at once.

    `answers` are those of the form (name, organisation, reach, a way to reach them). The same
    `scan_id` twice is one person, let in once. Raises booking.FullError when no place remains.
    """
    scan_id = scan_id or uuid.uuid4()
    earlier = CheckIn.objects.filter(scan_id=scan_id, event=event).select_related("registration")
    if found := earlier.first():
        return found.registration
    registration = booking.register(event=event, answers=answers, by=by, is_walk_in=True, now=now)
    check_in(registration=registration, by=by, scan_id=scan_id, now=now)
    audit.record(deed="added a walk-in", by=by, event=event, row_id=registration.pk)
    return registration
