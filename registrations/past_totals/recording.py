"""Recording events by totals, changing them and taking them away."""

import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum import audit, publishing
from forum.models import Event, Host, User
from forum.models.events import State, Visibility
from forum.models.people import name_key
from registrations.models import AttendanceFigures
from registrations.past_totals.totals import Told, Totals, told

# No clock skips or repeats these hours, and no page shows them.
_BEGINS, _ENDS = time(12), time(13)


class NothingToRecordError(Exception):
    """An event of that title on that day is there already; `str()` is its title."""


def of_host(host: Host) -> list[Told]:
    """The past events that this host recorded, the latest first; two queries."""
    mine = Event.objects.recorded().filter(event_hosts__host=host, event_hosts__is_lead=True)
    events = {event.pk: event for event in mine.select_related("series").order_by("-starts_at")}
    rows = AttendanceFigures.objects.filter(event__in=events, organisation=None)
    figures = {row.event_id: row for row in rows}
    return [told(event, figures[pk]) for pk, event in events.items() if pk in figures]


def taken(host: Host, *, without: Event | None = None) -> set[tuple[str, date]]:
    """Which titles are there on which day, of all events that the host leads; one query."""
    events = Event.objects.filter(event_hosts__host=host, event_hosts__is_lead=True)
    if without:
        events = events.exclude(pk=without.pk)
    rows = events.only("title", "starts_at", "timezone")
    return {(name_key(event.title), event.local_start.date()) for event in rows}


@transaction.atomic
def record(
    *, host: Host, totals: Sequence[Totals], by: User, now: datetime | None = None
) -> list[Event]:
    """Record these events, all or none, each with its totals.

    Raises NothingToRecordError for one that is there already: the same file sent twice records
    nothing twice.
    """
    now = now or timezone.now()
    Host.objects.select_for_update().get(pk=host.pk)
    there = taken(host)
    made = []
    for one in totals:
        key = (name_key(one.title), one.first_day)
        if key in there:
            raise NothingToRecordError(one.title)
        there.add(key)
        made.append(_record(host, one, by, now))
    return made


def _record(host: Host, totals: Totals, by: User, now: datetime) -> Event:
    fields = {
        **_fields(totals),
        "timezone": settings.TIME_ZONE,
        "state": State.PUBLISHED,
        "visibility": Visibility.UNLISTED,
        "languages": [],
        "agreement": "",
        "cost": "",
        **dict.fromkeys(["contact_name", "contact_email", "contact_phone"], ""),
    }
    event = publishing.create(host=host, by=by, fields=fields)
    figures = AttendanceFigures(event=event, frozen_at=now, needs_frozen_at=now, refreshed_at=now)
    _fill(figures, totals)
    figures.save(force_insert=True)
    audit.record(deed="recorded a past event by totals", by=by, event=event, count=totals.people)
    return event


@transaction.atomic
def change(*, event: Event, totals: Totals, by: User) -> None:
    """Put other totals in the place of those of the event."""
    held = Event.objects.recorded().select_for_update().get(pk=event.pk)
    fields = _fields(totals)
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=list(fields))
    figures = AttendanceFigures.objects.get(event=held, organisation=None)
    _fill(figures, totals)
    figures.save()
    audit.record(deed="changed the totals", by=by, event=held, count=totals.people)


@transaction.atomic
def remove(*, event: Event, by: User) -> None:
    """Take a recorded event away, with its totals. The host's record says that it was there."""
    held = Event.objects.recorded().select_for_update().get(pk=event.pk)
    audit.record(deed="removed a past event by totals", by=by, host=held.lead_host, row_id=held.pk)
    held.delete()


def _fields(totals: Totals) -> dict[str, Any]:
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    return {
        "title": totals.title,
        "kind": totals.kind,
        "series_id": totals.series_id,
        "starts_at": datetime.combine(totals.first_day, _BEGINS, tzinfo=zone),
        "ends_at": datetime.combine(totals.last_day, _ENDS, tzinfo=zone),
        "capacity": max(1, totals.people),
    }


def _fill(figures: AttendanceFigures, totals: Totals) -> None:
    figures.came, figures.counted, figures.source = totals.people, totals.counted, totals.source
    figures.details = totals.details
