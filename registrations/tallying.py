"""Counting heads without names: weekly groups, walks, stalls.

Each press of the button is a row, so that two colleagues may count at once and each take back
their own last press. Nothing of it hangs on bookings: there need be none.
"""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from forum import audit, dates
from forum.models import Event, User
from registrations import check_in, places
from registrations.models import AttendanceFigures, Headcount

MOST = 2000  # heads at once


class NotCountedError(Exception):
    """Nothing was counted; the words say why."""


def days(event: Event, now: datetime | None = None) -> list[date]:
    """The days that can be counted: those of the event that have begun, where it is."""
    today = (now or timezone.now()).astimezone(event.zone).date()
    return [day for day in event.days if day <= today]


def of(event: Event) -> dict[date, int]:
    """How many heads were counted on which day; one query."""
    rows = Headcount.objects.filter(event=event).order_by("day").values_list("day")
    return dict(rows.annotate(Sum("number")))


def last(event: Event, day: date, by: User) -> Headcount | None:
    """The press of that day that this colleague can take back; one query."""
    return Headcount.objects.filter(event=event, day=day, by=by).order_by("-at", "-id").first()


@transaction.atomic
def count(
    *,
    event: Event,
    day: date,
    number: int,
    by: User,
    press: uuid.UUID,
    now: datetime | None = None,
) -> None:
    """Count so many heads more on that day, or fewer; the same press twice counts once.

    Raises NotCountedError for a day that has not begun, for fewer than nobody and when the figures
    are final; booking.ClosedError for an event that is a draft or was cancelled. Audited as
    "counted heads".
    """
    now = now or timezone.now()
    event = _locked(event)
    if Headcount.objects.filter(press=press).exists():
        return
    if day not in days(event, now):
        raise NotCountedError(f"{dates.day(day)} cannot be counted yet.")
    if not 0 < abs(number) <= MOST:
        raise NotCountedError(f"Count between 1 and {MOST:,} people at once.")
    _leaves_nobody_owing(event, day, number)
    Headcount.objects.create(event=event, day=day, number=number, by=by, press=press, at=now)
    deed = "counted heads" if number > 0 else "counted fewer heads"
    audit.record(deed=deed, by=by, event=event, count=abs(number))


@transaction.atomic
def take_back(*, event: Event, pk: uuid.UUID, by: User) -> None:
    """Take back one's own press; one that is gone already is no matter.

    Raises NotCountedError when fewer than nobody would be left. Audited as "counted fewer heads",
    or as "counted heads" where it was a minus.
    """
    event = _locked(event)
    found = Headcount.objects.filter(event=event, pk=pk, by=by).first()
    if found is None:
        return
    _leaves_nobody_owing(event, found.day, -found.number)
    found.delete()
    deed = "counted fewer heads" if found.number > 0 else "counted heads"
    audit.record(deed=deed, by=by, event=event, count=abs(found.number))


def _locked(event: Event) -> Event:
    check_in.must_be_on(event)
    event = places.lock(event.pk)
    if AttendanceFigures.objects.filter(event=event).exclude(frozen_at=None).exists():
        raise NotCountedError("The figures of this event are final. Nothing can be counted.")
    return event


def _leaves_nobody_owing(event: Event, day: date, number: int) -> None:
    if number < 0 and of(event).get(day, 0) + number < 0:
        raise NotCountedError("Fewer than nobody cannot be counted.")
