"""What is on record of a host's organisations: who came to which event, and who only booked."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from analysis.events import begun
from analysis.organisations import Known, came_to
from forum.models import Event, Host, Organisation
from forum.models.events import State
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted


@dataclass(frozen=True)
class Record:
    """Organisations go by the name key under which the host knows them today."""

    # Every event that has begun, in the order of time; `held` are over, and somebody came to them
    # who was counted here.
    events: Sequence[Event]
    held: Sequence[Event]
    told: frozenset[uuid.UUID]
    there: Mapping[uuid.UUID, set[str]]
    known: Mapping[str, Known]
    # Those on the host's own list.
    listed: set[str]
    # The latest event that somebody booked and nobody came to; the next that somebody booked.
    stayed_away: Mapping[str, Event]
    ahead: Mapping[str, Event]

    def at(self, events: Iterable[Event]) -> set[str]:
        """The organisations that came to any of these events."""
        return set().union(*(self.there.get(event.pk, set()) for event in events))


def read(host: Host, now: datetime) -> Record:
    """Six queries, however many events and organisations there are."""
    events = begun(host, now)
    ahead = list(
        Event.objects.filter(hosts=host, state=State.PUBLISHED, starts_at__gt=now)
        .only("title", "starts_at", "ends_at", "timezone")
        .order_by("starts_at", "pk")
    )
    figures = AttendanceFigures.objects.filter(event__in=events, organisation=None)
    whole = {row.event_id: row for row in figures.only("event", "came", "counted", "came_from")}
    own = list(
        Organisation.objects.filter(host=host, merged_into=None).values_list("pk", flat=True)
    )
    stayed_away, coming = _stayed_away(events), _coming(ahead)
    known, called = came_to(
        host,
        {
            **{event: row.came_from for event, row in whole.items()},
            **{pk: [str(pk)] for pk in {*own, *stayed_away, *coming}},
        },
    )
    return Record(
        events=events,
        held=[event for event in events if event.ends_at <= now and _is_counted(whole, event)],
        told=frozenset(pk for pk, row in whole.items() if row.counted != Counted.BY_ROWS),
        there={event.pk: called.get(event.pk, set()) for event in events},
        known=known,
        listed={name for pk in own for name in called[pk]},
        stayed_away=_by_name(stayed_away, called, latest=True),
        ahead=_by_name(coming, called, latest=False),
    )


def _is_counted(whole: Mapping[uuid.UUID, AttendanceFigures], event: Event) -> bool:
    row = whole.get(event.pk)
    return row is not None and row.came > 0 and row.counted == Counted.BY_ROWS


def _stayed_away(events: Sequence[Event]) -> dict[uuid.UUID, Event]:
    """By organisation the latest event that was booked in vain; one row for each of them."""
    rows = AttendanceFigures.objects.filter(
        event__in=events, organisation__isnull=False, booked__gt=0, came=0
    )
    found = rows.order_by().values_list("organisation_id").annotate(Max("event__starts_at"))
    at = {event.starts_at: event for event in events}
    return {pk: at[starts_at] for pk, starts_at in found}


def _coming(ahead: Sequence[Event]) -> dict[uuid.UUID, Event]:
    """By organisation the next event where somebody from it has a place."""
    rows = AttendanceFigures.objects.filter(
        event__in=ahead, organisation__isnull=False, confirmed__gt=0
    )
    booked = list(rows.values_list("organisation_id", "event_id"))
    turn = {event.pk: (number, event) for number, event in enumerate(ahead)}
    booked.sort(key=lambda row: turn[row[1]][0], reverse=True)
    return {pk: turn[event][1] for pk, event in booked}


def _by_name(
    found: Mapping[uuid.UUID, Event], called: Mapping[uuid.UUID, set[str]], *, latest: bool
) -> dict[str, Event]:
    """The same by name: where two organisations are one by now, the latest or the next event."""
    rows = sorted(found.items(), key=lambda row: row[1].starts_at, reverse=not latest)
    return {name: event for pk, event in rows for name in called[pk]}
