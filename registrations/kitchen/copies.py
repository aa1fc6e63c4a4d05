"""Copies of the catering sheet that went to the kitchen: what each counted, sealed as needs are.

So the next sheet says what changed since. They go with the needs of the event.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forum import keys, sealed
from forum.models import Event
from registrations import places
from registrations.kitchen.changes import Line
from registrations.models import KitchenCopy

_LINES = "lines"


@dataclass(frozen=True)
class Copy:
    """A copy that somebody has on paper or in a file; `number` counts them from 1."""

    number: int
    at: datetime


def of(event: Event) -> list[Copy]:
    """The copies there are, the newest first; one query."""
    rows = KitchenCopy.objects.filter(event=event, part=0).order_by("-number")
    return [Copy(number, at) for number, at in rows.values_list("number", "at")]


def read(event: Event, number: int) -> list[Line]:
    """What a copy counted; one query. Raises sealed.UnreadableError."""
    found: list[Line] = []
    for row in KitchenCopy.objects.filter(event=event, number=number).order_by("part"):
        held: Any = row.counts
        found += [(about, day, what, count) for about, day, what, count in held[_LINES]]
    return found


def may_keep(event: Event, now: datetime) -> bool:
    """Whether a copy can be sealed: not before there is a key, nor once needs are erased."""
    is_due = now.astimezone(event.zone).date() >= event.needs_erased_on
    return keys.exists(event.pk, "needs") and not is_due


def keep(*, event: Event, lines: list[Line], now: datetime | None = None) -> int:
    """Keep what was counted as the next copy; its number, or 0 when none can be kept any more.

    The caller writes down what the copy is for.
    """
    now = now or timezone.now()
    if not may_keep(event, now):
        return 0
    try:
        return _keep(event, lines, now)
    except keys.KeyUnavailableError:  # it went in this moment
        return 0


@transaction.atomic
def _keep(event: Event, lines: list[Line], now: datetime) -> int:
    event = places.lock(event.pk)
    last = KitchenCopy.objects.filter(event=event).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    for part, some in enumerate(_parts(lines)):
        KitchenCopy.objects.create(
            event=event, number=number, part=part, at=now, counts={_LINES: some}
        )
    return number


def _parts(lines: list[Line]) -> list[list[Line]]:
    """The lines in as many parts as the seal needs; one even where nothing was counted."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if not sealed.fits({_LINES: [*found[-1], line]}):
            found.append([])
        found[-1].append(line)
    return found
