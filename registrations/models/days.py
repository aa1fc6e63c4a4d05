"""Which days of an event somebody comes: its days change, so what was chosen is read against them.

`chosen` is what a registration holds: ISO dates, and none of them means all days.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from forum.models import Event

# A night that ends before this hour belongs to the day on which it began.
_NIGHT = timedelta(hours=5)
# Longer than that is a season of evenings, and nobody ticks thirty days.
_MOST = 14


def of(event: Event) -> list[date]:
    """The days of the event, in its own zone; a night that runs past midnight is no day more."""
    last = (event.local_end.replace(tzinfo=None) - _NIGHT).date()
    return [day for day in event.days if day <= last] or event.days[:1]


def asked(event: Event) -> list[date]:
    """The days that people are asked to choose from; nothing when there is nothing to choose."""
    found = of(event)
    return found if 1 < len(found) <= _MOST else []


def coming(chosen: Iterable[str], event: Event) -> list[date]:
    """The days on which somebody comes; all, where nothing was chosen that the event still has."""
    kept, every = set(chosen), of(event)
    return [day for day in every if day.isoformat() in kept] or every


def stored(chosen: Iterable[str], event: Event) -> list[str]:
    """What a registration holds for these days: nothing when they are all days of the event."""
    days = coming(chosen, event)
    return [] if days == of(event) else [day.isoformat() for day in days]
