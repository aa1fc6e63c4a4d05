"""Letting people in: check in, undo, walk-in.

The constraint that a person is in once is the guard: two doors may ask at the same moment, one row
is written, and the second door is told when and by whom (security D23, V34).
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import booking
from registrations.booking import ClosedError, Why
from registrations.models import CheckIn, Registration
from registrations.models.check_in import How
from registrations.models.registrations import State
from registrations.people import everybody

IN, ALREADY, WAITING, CANCELLED = "in", "already", "waiting", "cancelled"
# Asked for every page of the door, so it is written out: who is in and who is coming are counted
# from an index alone. Of those who came, the few who have no place any more are taken off again.
_NOT_COMING = [state.value for state in State if state != State.CONFIRMED]
_INSIDE_AND_COMING = f"""
SELECT 'coming', COUNT(*) FROM registrations_registration
WHERE event_id = %s AND state = '{State.CONFIRMED}'
UNION ALL
SELECT how, COUNT(*) FROM registrations_checkin WHERE event_id = %s AND session_id IS NULL
GROUP BY how
UNION ALL
SELECT entry.how, -COUNT(*) FROM registrations_registration person
JOIN registrations_checkin entry
ON entry.registration_id = person.id AND entry.session_id IS NULL
WHERE person.event_id = %s AND person.state IN ({", ".join(["%s"] * len(_NOT_COMING))})
GROUP BY entry.how
"""  # noqa: S608 - of our own words only


class TooLateError(Exception):
    """The check-in was made on another day: it is part of the event's record now."""


class ScanUsedError(Exception):
    """This press of a button has let in somebody else already: the page it came from is old."""


@dataclass(frozen=True)
class Result:
    """What the door says: `kind` is in, already, waiting or cancelled; the row where one exists."""

    kind: str
    check_in: CheckIn | None = None


@transaction.atomic
def check_in(
    *,
    registration: Registration,
    by: User | None,
    scan_id: uuid.UUID,
    how: How = How.DOOR,
    now: datetime | None = None,
) -> Result:
    """Let the person in, once. `scan_id` is one press of a button: repeated, it says "in" again.

    `how` says how it came to be known that they were there; `by` is nobody for who joined online.

    Only somebody with a place gets in; the registration's row is locked, so that a place cancelled
    in this moment is not let in. Of `registration` only its id and its event are believed, so that
    nobody has to read it before. Audited as "checked in".

    Raises Registration.DoesNotExist when the event has nobody with this id, booking.ClosedError
    for an event that is a draft or was cancelled, ScanUsedError when the press has let in somebody
    else.
    """
    event = registration.event
    people = everybody(event, now).select_for_update(no_key=True)
    state = people.values_list("state", flat=True).get(pk=registration.pk)
    must_be_on(event)
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
                how=how,
                scan_id=scan_id,
            )
    except IntegrityError:
        return _already(registration, scan_id)
    audit.record(deed="checked in", by=by, event=event, row_id=registration.pk)
    return Result(IN, made)


def _already(registration: Registration, scan_id: uuid.UUID) -> Result:
    """What to say to a second press or a second door.

    When the person is not in at all, it was the scan id that stood in the way.
    """
    found = registration.check_ins.filter(session=None).select_related("by").first()
    if found is None:
        raise ScanUsedError
    return Result(IN if found.scan_id == scan_id else ALREADY, found)


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
    `scan_id` twice is one person, let in once. Raises booking.FullError when every place is held,
    booking.ClosedError when the event is a draft, was cancelled or is over.
    """
    now = now or timezone.now()
    must_be_on(event)
    if now > event.ends_at:
        raise ClosedError(Why.OVER)
    scan_id = scan_id or uuid.uuid4()
    earlier = CheckIn.objects.filter(scan_id=scan_id, event=event).select_related("registration")
    if found := earlier.first():
        return found.registration
    registration = booking.register(event=event, answers=answers, by=by, is_walk_in=True, now=now)
    audit.record(deed="added a walk-in", by=by, event=event, row_id=registration.pk)
    check_in(registration=registration, by=by, scan_id=scan_id, now=now)
    return registration


def must_be_on(event: Event) -> None:
    """Raise booking.ClosedError for an event that is a draft or was cancelled."""
    if event.is_cancelled or event.is_draft:
        raise ClosedError(Why.CANCELLED if event.is_cancelled else Why.UNPUBLISHED)


@dataclass(frozen=True)
class Count:
    """How many of those who are expected are in, by how that came to be known (How)."""

    coming: int
    how: dict[str, int]

    @property
    def inside(self) -> int:
        return sum(self.how.values())


def count(event: Event) -> Count:
    """How many people are in, of all who have a place, crew and interpreters too; one query."""
    how: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE_AND_COMING, [*[event.id.hex] * 3, *_NOT_COMING])
        for key, number in cursor.fetchall():
            how[key] += number
    return Count(how.pop("coming", 0), dict(+how))
