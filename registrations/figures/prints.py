"""Fingerprints: which events' figures lag behind their rows, in a fixed number of queries.

A fingerprint is a hash of counts and latest moments of all that is counted. Counts by state are in
it, because giving a place and cancelling leave `touched_at` as it was, and so does taking a
check-in back. Who returned hangs on earlier events of the host in the same year, so each print
holds those of the earlier doors too.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Sum

from forum.models import Event, Session
from registrations.figures import people
from registrations.models import (
    Allocation,
    BreakoutChoice,
    CheckIn,
    Headcount,
    Placement,
    Registration,
)

Facts = defaultdict[uuid.UUID, list[str]]


def of(events: Iterable[Event], now: datetime) -> dict[uuid.UUID, str]:
    """The fingerprint of each event as its rows are now. The lead hosts are at hand."""
    events = list(events)
    doors = _doors(events)
    facts = _facts(events)
    prints = {}
    for _, group in groupby(sorted(events, key=_place_in_year), key=_host_and_year):
        before = ""
        for event in group:
            own = (event.starts_at, event.timezone, event.ends_at < now, event.lead_host.pk)
            prints[event.pk] = _hash(*own, before, *facts[event.pk], *doors[event.pk])
            before = _hash(before, *doors[event.pk], event.pk) if doors[event.pk] else before
    return prints


def _host_and_year(event: Event) -> tuple[str, int]:
    return str(event.lead_host.pk), people.year_of(event)


def _place_in_year(event: Event) -> tuple[str, int, datetime, str]:
    return *_host_and_year(event), event.starts_at, str(event.pk)


def _hash(*parts: object) -> str:
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()


def _doors(events: list[Event]) -> Facts:
    """Who came in, and whether contacts of those were changed."""
    rows = (
        CheckIn.objects.filter(event__in=events, session=None)
        .order_by("event_id", "registration__state", "how")
        .values_list("event_id", "registration__state", "how")
        .annotate(Count("id"), Max("at"), Max("registration__touched_at"))
    )
    return _gathered("door", rows)


def _facts(events: list[Event]) -> Facts:
    """Everything else that is counted."""
    facts: Facts = defaultdict(list)
    for name, rows in _sources(events):
        for event_id, lines in _gathered(name, rows).items():
            facts[event_id] += lines
    return facts


def _sources(events: list[Event]) -> Iterator[tuple[str, Any]]:
    mine = Registration.objects.filter(event__in=events).finished()
    by_state = mine.order_by("event_id", "state").values_list("event_id", "state")
    yield "people", by_state.annotate(Count("id"), Max("touched_at"), Max("cancelled_at"))
    merged = mine.exclude(organisation__merged_into=None).distinct()
    fields = ("event_id", "organisation_id", "organisation__merged_into_id")
    yield "merged", merged.order_by(*fields).values_list(*fields)
    choices = BreakoutChoice.objects.filter(registration__event__in=events)
    by_session = choices.order_by("registration__event_id", "session_id", "rank").values_list(
        "registration__event_id", "session_id", "rank"
    )
    yield "choices", by_session.annotate(Count("id"))
    published = Allocation.objects.filter(event__in=events).exclude(published_at=None)
    runs = published.order_by("event_id", "id").values_list("event_id", "id", "published_at")
    yield "runs", runs
    placed = Placement.objects.filter(allocation__in=published.order_by())
    by_seat = placed.order_by("allocation__event_id", "allocation_id", "slot_id", "session_id")
    yield (
        "seats",
        by_seat.values_list(
            "allocation__event_id", "allocation_id", "slot_id", "session_id"
        ).annotate(Count("id")),
    )
    ticked = CheckIn.objects.filter(event__in=events, session__isnull=False)
    by_tick = ticked.order_by("event_id", "session_id").values_list("event_id", "session_id")
    yield "ticks", by_tick.annotate(Count("id"), Max("at"))
    heads = Headcount.objects.filter(event__in=events).order_by("event_id")
    yield "heads", heads.values_list("event_id").annotate(Sum("number"))
    programme = Session.objects.filter(event__in=events, slot__isnull=False).order_by("id")
    yield (
        "sessions",
        programme.values_list(
            *("event_id", "id", "title", "kind", "max_places", "room__capacity"),
            *("is_cancelled", "slot_id", "slot__title", "slot__starts_at"),
        ),
    )


def _gathered(name: str, rows: Any) -> Facts:
    """Rows whose first column is the event, as lines by event."""
    found: Facts = defaultdict(list)
    for event_id, *columns in rows:
        found[event_id].append(f"{name}:{columns}")
    return found
