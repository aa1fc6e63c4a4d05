"""Dates and times in words, in the zone of the event: "Wednesday 3 June 2026, 10 am to 4.30 pm".

Words and never 3/6, which means another day elsewhere. The words here have ordinary spaces, for
mails and lists; `hold` keeps them together on a page (the filters of `{% load dates %}` do).
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as django_format

_HELD = re.compile(r"(?<=\d) (?!to\b)|(?<!day)(?<!,) (?=\d)|(?<=\w) (?=to \d)")


class Timed(Protocol):
    """What has a beginning, an end and a zone, as an event does."""

    @property
    def local_start(self) -> datetime: ...

    @property
    def local_end(self) -> datetime: ...


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """An aware moment in `zone`; without one in its own, and in the site's where that is UTC.

    UTC is how the database hands out every moment, so it never says where something happens.
    """
    if zone is None:
        zone = timezone.get_default_timezone() if moment.tzinfo is UTC else moment.tzinfo
    return moment.astimezone(zone)


def day(when: date | datetime, zone: tzinfo | None = None) -> str:
    """ "Wednesday 3 June 2026", for a date or for a moment read in `zone` (see `local`)."""
    return django_format(_date(when, zone), "l j F Y")


def short_day(when: date | datetime, zone: tzinfo | None = None) -> str:
    """ "Wednesday 3 June", where the year is plain from the page."""
    return django_format(_date(when, zone), "l j F")


def clock(moment: datetime, zone: tzinfo | None = None) -> str:
    """ "10 am", "4.30 pm", "12 noon", "12 midnight" of a moment read in `zone` (see `local`).

    In the hour that comes twice when clocks go back, it says which of the two is meant.
    """
    here = local(moment, zone)
    half = {0: "midnight", 12: "noon"}.get(here.hour) if not here.minute else None
    words = half or ("am" if here.hour < 12 else "pm")
    hour = here.hour % 12 or 12
    said = f"{hour}.{here.minute:02} {words}" if here.minute else f"{hour} {words}"
    if comes_twice(here):
        said += " after the clocks go back" if here.fold else " before the clocks go back"
    return said


def times(starts: datetime, ends: datetime, zone: tzinfo | None = None) -> str:
    """ "10 am to 4.30 pm": two moments of one day, read in `zone` (see `local`)."""
    return f"{clock(starts, zone)} to {clock(ends, zone)}"


def day_and_times(starts: datetime, ends: datetime, zone: tzinfo | None = None) -> str:
    """ "Wednesday 3 June 2026, 10 am to 4.30 pm"; over several days both days are named.

    What ends at midnight ends that evening, not on the day that is about to begin.
    """
    if _last_day(ends, zone) == _date(starts, zone):
        return f"{day(starts, zone)}, {times(starts, ends, zone)}"
    last = day(_last_day(ends, zone))
    return f"{day(starts, zone)}, {clock(starts, zone)}, to {last}, {clock(ends, zone)}"


def when(event: Timed) -> str:
    """When an event is, in its own zone."""
    return day_and_times(event.local_start, event.local_end, event.local_start.tzinfo)


def days(event: Timed) -> str:
    """The day of an event, or its first and last, without times."""
    first, last = event.local_start.date(), _last_day(event.local_end, event.local_end.tzinfo)
    if first == last:
        return day(first)
    start = short_day(first) if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


def zone_words(name: str) -> str:
    """The IANA zone `name` in words: "UK time", "Paris time"."""
    if name == "Europe/London":
        return "UK time"
    return "UTC" if name in {"UTC", "Etc/UTC"} else f"{name.split('/')[-1].replace('_', ' ')} time"


def is_elsewhere(name: str) -> bool:
    """Whether the IANA zone `name` is not the site's own, so that a page must name it."""
    return bool(name != settings.TIME_ZONE)


def comes_twice(here: datetime) -> bool:
    """Whether clocks show this time twice that day, because they go back.

    `here` is a moment in a zone of its own, and one that exists.
    """
    return bool(here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset())


def hold(words: str) -> str:
    """The same words with no-break spaces round numbers, so that no line ends inside a date.

    After the day's name a line may end: "Wednesday 30 September 2026" is wider than a small phone.
    """
    return _HELD.sub("\N{NO-BREAK SPACE}", words)


def _date(when: date | datetime, zone: tzinfo | None) -> date:
    return local(when, zone).date() if isinstance(when, datetime) else when


def _last_day(ends: datetime, zone: tzinfo | None) -> date:
    here = local(ends, zone)
    return (here.replace(tzinfo=None) - timedelta(microseconds=1)).date()
