"""The figures of all of a host's events, read once."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from analysis.organisations import Known, came_to
from feedback.models import BallotBox
from feedback.models.box import BoxState
from forum.models import Event, Host
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted


@dataclass
class Reading:
    """Organisations go by the name under which the host knows them; `there` has them by event."""

    host: Host
    events: Sequence[Event]
    whole: dict[uuid.UUID, AttendanceFigures]
    there: dict[uuid.UUID, set[str]]
    known: dict[str, Known]
    # Which organisations came to no event before this one; and the same the other way round.
    came_first: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    first: dict[str, uuid.UUID] = field(default_factory=dict)
    totals: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    # How many answered, where feedback was asked for and counted.
    ballots: dict[uuid.UUID, int] = field(default_factory=dict)

    def at(self, events: Iterable[Event]) -> set[str]:
        """The organisations that came to any of these events."""
        return set().union(*(self.there.get(event.pk, set()) for event in events))

    def figures(self, event: Event) -> AttendanceFigures:
        return self.whole.get(event.pk) or AttendanceFigures(event=event)

    def is_told(self, event: Event) -> bool:
        """Whether only totals from elsewhere are known of it."""
        return self.figures(event).counted != Counted.BY_ROWS

    def new(self, event: Event) -> set[str]:
        """The organisations that came to no event before it."""
        return self.came_first.get(event.pk, set())


def read(host: Host, events: Sequence[Event]) -> Reading:
    """Three queries, and one more where an event was not counted here."""
    figures = AttendanceFigures.objects.filter(event__in=events, organisation=None)
    whole = {row.event_id: row for row in figures.defer("details", "needs")}
    known, there = came_to(host, {pk: row.came_from for pk, row in whole.items()})
    seen: set[str] = set()
    came_first: dict[uuid.UUID, set[str]] = {}
    for event in events:
        came_first[event.pk] = there.get(event.pk, set()) - seen
        seen |= came_first[event.pk]
    return Reading(
        host=host,
        events=events,
        whole=whole,
        there=there,
        known=known,
        came_first=came_first,
        first={name: pk for pk, names in came_first.items() for name in names},
        totals=_totals(figures, whole),
        ballots=_ballots(events),
    )


def _ballots(events: Sequence[Event]) -> dict[uuid.UUID, int]:
    """Of a box with too few, nobody knows how many they were."""
    closed = BallotBox.objects.filter(
        event__in=events, state__in=[BoxState.CLOSED, BoxState.TOO_FEW]
    )
    return dict(closed.values_list("event_id", "ballots"))


def _totals(
    figures: QuerySet[AttendanceFigures], whole: dict[uuid.UUID, AttendanceFigures]
) -> dict[uuid.UUID, dict[str, Any]]:
    """What was told of the events that were not counted here; no query where all were."""
    elsewhere = [pk for pk, row in whole.items() if row.counted != Counted.BY_ROWS]
    if not elsewhere:
        return {}
    rows = figures.filter(event__in=elsewhere)
    return {pk: held.get("totals", {}) for pk, held in rows.values_list("event_id", "details")}
