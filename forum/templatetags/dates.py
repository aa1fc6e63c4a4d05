"""Dates and times on pages, always in the zone of the event. `{% load dates %}`."""

from datetime import date, datetime
from typing import Protocol

from django import template

from forum import dates
from forum.models import Event

register = template.Library()


class _Lasting(Protocol):
    """What begins and finishes: a session, in its slot or at times of its own."""

    @property
    def begins(self) -> datetime: ...

    @property
    def finishes(self) -> datetime: ...


@register.filter
def when(event: Event) -> str:
    """`{{ event|when }}`: "Wednesday 3 June 2026, 10 am to 4.30 pm"."""
    return dates.hold(dates.when(event))


@register.filter
def days(event: Event) -> str:
    """`{{ event|days }}`: the day of an event, or its first and last."""
    return dates.hold(dates.days(event))


@register.filter
def day(value: date | datetime | None, event: Event | None = None) -> str:
    """`{{ moment|day:event }}`: "Wednesday 3 June 2026". Nothing gives nothing."""
    return dates.hold(dates.day(value, event.zone if event else None)) if value else ""


@register.filter
def short_day(value: date | datetime | None, event: Event | None = None) -> str:
    """`{{ moment|short_day:event }}`: "Wednesday 3 June"."""
    return dates.hold(dates.short_day(value, event.zone if event else None)) if value else ""


@register.filter
def clock(value: datetime | None, event: Event | None = None) -> str:
    """`{{ moment|clock:event }}`: "4.30 pm"."""
    return dates.hold(dates.clock(value, event.zone if event else None)) if value else ""


@register.filter
def day_and_clock(value: datetime | None, event: Event | None = None) -> str:
    """`{{ moment|day_and_clock:event }}`: "Wednesday 3 June 2026, 4.30 pm"."""
    return f"{day(value, event)}, {clock(value, event)}" if value else ""


@register.filter
def times(session: _Lasting, event: Event) -> str:
    """`{{ session|times:event }}`: "10 am to 11.15 am", in two lines where one is too narrow."""
    return f"{clock(session.begins, event)} to\N{NO-BREAK SPACE}{clock(session.finishes, event)}"


@register.filter
def zone(event: Event) -> str:
    """`{{ event|zone }}`: "Paris time" where that is not the site's own, else nothing."""
    return dates.zone_words(event.timezone) if dates.is_elsewhere(event.timezone) else ""
