"""Words that nobody has read for themes, and where more than before can be said of them."""

import hashlib
import math
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from feedback import themes
from feedback.models import BallotBox, Comment, Reading, SessionNote, Suggesting
from feedback.models.box import BoxState, Share
from forum.models import Event, Host

# What is read at other events counts once it has grown by a fifth.
_GROWN = math.log(1.2)


@dataclass(frozen=True)
class Changed:
    """An event with unread words of which nothing was said yet, or not with what is known now."""

    event: Event
    fingerprint: str
    # When it was last said.
    since: datetime | None


def comments(event: Event) -> QuerySet[Comment]:
    """The unread comments of the event, if its box was opened."""
    return _comments().filter(event=event)


def notes(event: Event) -> QuerySet[SessionNote]:
    """The unread notes of the event."""
    return SessionNote.objects.filter(event=event, is_coded=False)


def changed(embedder: str = "") -> list[Changed]:
    """The events where it is time to suggest themes, first those where somebody reads.

    Nothing is loaded but counts. `embedder` names what else it is learned with.
    """
    waiting = _waiting()
    if not waiting:
        return []
    events = Event.objects.filter(pk__in=waiting).prefetch_related("event_hosts__host")
    readings, said = _readings(waiting), Suggesting.objects.filter(event__in=waiting)
    known = {row.event_id: row for row in said}
    of_host: dict[uuid.UUID, str] = {}
    found = []
    for event in events:
        host = event.lead_host
        if host.pk not in of_host:
            of_host[host.pk] = _hash(embedder, _learned_from(host))
        print_now = _hash(of_host[host.pk], waiting[event.pk], readings.get(event.pk))
        row = known.get(event.pk)
        if row is None or row.fingerprint != print_now:
            found.append(Changed(event, print_now, row.at if row else None))
    return sorted(found, key=lambda one: _how_urgent(one, readings), reverse=True)


def _comments() -> QuerySet[Comment]:
    opened = BallotBox.objects.filter(state=BoxState.CLOSED).values("event")
    there = Comment.objects.filter(event__in=opened, is_coded=False)
    return there.exclude(share=Share.WITHDRAWN)


def _waiting() -> dict[uuid.UUID, list[Any]]:
    """What tells that the unread words of an event are others than before."""
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    unread_notes = SessionNote.objects.filter(is_coded=False)
    for rows in (
        _comments().order_by().values_list("event").annotate(Count("pk")),
        unread_notes.order_by().values_list("event").annotate(Count("pk"), Max("at")),
    ):
        for event, *tells in rows:
            found[event].append(tells)
    return found


def _readings(events: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[datetime | None]]:
    """When somebody last read at an event, and when somebody last took a reading back."""
    rows = Reading.objects.filter(event__in=events).order_by().values_list("event")
    return {event: when for event, *when in rows.annotate(Max("at"), Max("undone_at"))}


def _learned_from(host: Host) -> str:
    """The codebook of the host, and roughly how much was read at its events."""
    book = themes.current(host).values_list("pk", "name", "description")
    led = Q(event__event_hosts__host=host, event__event_hosts__is_lead=True, is_coded=True)
    read = Comment.objects.filter(led).count() + SessionNote.objects.filter(led).count()
    return f"{[list(map(str, row)) for row in book]} {int(math.log1p(read) / _GROWN)}"


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _how_urgent(
    one: Changed, readings: dict[uuid.UUID, list[datetime | None]]
) -> tuple[bool, datetime, bool]:
    when = next(iter(readings.get(one.event.pk, [])), None)
    return when is not None, when or one.event.starts_at, one.since is None
