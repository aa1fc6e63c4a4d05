"""What events add up to: who booked, who came, and from which organisations.

The figures are read from `AttendanceFigures` alone. For somebody who may not see people, counts of
1 to 4 are None from here on, and the sum of several events is where another view of some of them
would tell such a count by taking it away.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from analysis import asking, told
from analysis.hiding import shown_counts
from analysis.organisations import Known, came_to
from forum import small_counts
from forum.models import Event, Host
from forum.models.events import State
from forum.models.people import Reach
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted

_LONG = ("description", "getting_in", "arrangements", "agreement", "food", "summary")
ReachCounts = tuple[tuple[Reach, int | None], ...]


@dataclass(frozen=True)
class Attendance:
    """One event: counts, of which None stays hidden, or is not known where `unknown` names it.

    `counted` is a value of figures.Counted; `heads` are those of the walk-ins without a name.
    """

    event: Event
    booked: int | None = 0
    placed: int | None = 0
    came: int | None = 0
    walk_ins: int | None = 0
    no_show: int | None = 0
    organisations: int | None = 0
    new: int | None = 0
    returning: int | None = 0
    people_new: int | None = 0
    people_returning: int | None = 0
    heads: int | None = 0
    reach: ReachCounts = ()
    counted: str = Counted.BY_ROWS.value
    source: str = ""
    unknown: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether these are totals from elsewhere, and nobody was counted here."""
        return self.counted != Counted.BY_ROWS

    @property
    def how(self) -> str:
        """How it was counted, in words."""
        return told.counted_words(self.counted, self.heads)

    def cell(self, name: str) -> int | str | None:
        """One count as a table holds it: "not known" where nobody knows it."""
        count: int | None = getattr(self, name)
        return told.NOT_KNOWN if name in self.unknown else count

    @property
    def has_figures(self) -> bool:
        """Whether anybody booked or came; a hidden count is somebody."""
        return self.booked != 0 or self.came != 0


@dataclass(frozen=True)
class Together:
    """Events in the order of time, and their organisations counted once each."""

    rows: tuple[Attendance, ...] = ()
    organisations: int | None = 0
    reach: ReachCounts = ()
    is_exact: bool = True

    @property
    def came(self) -> int:
        """How many times people came, to the events whose count is shown."""
        return sum(row.came or 0 for row in self.rows)

    @property
    def latest_first(self) -> list[Attendance]:
        return list(reversed(self.rows))

    @property
    def held(self) -> list[Attendance]:
        return [row for row in self.rows if row.has_figures]

    @property
    def told(self) -> list[Attendance]:
        """Those of which only totals are known."""
        return [row for row in self.rows if row.is_told]


@dataclass
class _Reading:
    """The rows of all the host's events, read once."""

    whole: dict[uuid.UUID, AttendanceFigures]
    there: dict[uuid.UUID, set[str]]
    known: dict[str, Known]
    first: dict[str, datetime] = field(default_factory=dict)
    totals: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)

    def at(self, events: Iterable[Event]) -> set[str]:
        """The organisations that came to any of these events."""
        return set().union(*(self.there.get(event.pk, set()) for event in events))


def begun(host: Host, now: datetime) -> list[Event]:
    """Every published event that the host runs, alone or with others, and that has begun."""
    events = Event.objects.filter(hosts=host, state=State.PUBLISHED, starts_at__lte=now)
    return list(events.select_related("series").defer(*_LONG).order_by("starts_at", "pk"))


def add_up(
    host: Host, events: Sequence[Event], chosen: Sequence[Event], *, exact: bool
) -> Together:
    """The figures of the chosen events; who is new is judged by all the host's `events`."""
    reading = _read(host, events)
    everywhere = reading.at(chosen)
    organisations = _alone(len(everywhere), exact=exact)
    reach = _reach(everywhere, reading.known, exact=exact)
    if not exact and any(_is_close(less, everywhere, reading) for less in _less(events, chosen)):
        organisations, reach = None, tuple((name, None) for name, _count in reach)
    return Together(
        rows=tuple(_row(event, reading, exact=exact) for event in chosen),
        organisations=organisations,
        reach=reach,
        is_exact=exact,
    )


def _less(events: Sequence[Event], chosen: Sequence[Event]) -> list[list[Event]]:
    """All that can be looked at of the chosen events but not all of them: one, or by a filter."""
    filters = [choice for group in asking.offered(events).values() for choice in group]
    groups = [[event] for event in chosen]
    groups += [[event for event in events if choice.holds(event)] for choice in filters]
    return [group for group in groups if set(group) < set(chosen)]


def _is_close(less: Sequence[Event], everywhere: set[str], reading: "_Reading") -> bool:
    """Whether 1 to 4 organisations, in all or of one reach, came to the other events alone."""
    others = everywhere - reading.at(less)
    counts = [len(others), *Counter(reading.known[each].reach for each in others).values()]
    return any(small_counts.alone(count) is None for count in counts)


def _read(host: Host, events: Sequence[Event]) -> _Reading:
    figures = AttendanceFigures.objects.filter(event__in=events)
    whole = {
        row.event_id: row for row in figures.filter(organisation=None).defer("details", "needs")
    }
    known, there = came_to(host, {pk: row.came_from for pk, row in whole.items()})
    first: dict[str, datetime] = {}
    for event in events:
        for organisation in there.get(event.pk, ()):
            first.setdefault(organisation, event.starts_at)
    return _Reading(whole, there, known, first, _totals(figures, whole))


def _totals(
    figures: QuerySet[AttendanceFigures], whole: dict[uuid.UUID, AttendanceFigures]
) -> dict[uuid.UUID, dict[str, Any]]:
    """What was told of the events that were not counted here; no query where all were."""
    elsewhere = [pk for pk, row in whole.items() if row.counted != Counted.BY_ROWS]
    if not elsewhere:
        return {}
    rows = figures.filter(event__in=elsewhere, organisation=None)
    return {pk: held.get("totals", {}) for pk, held in rows.values_list("event_id", "details")}


def _row(event: Event, reading: _Reading, *, exact: bool) -> Attendance:
    figures = reading.whole.get(event.pk) or AttendanceFigures(event=event)
    if figures.counted != Counted.BY_ROWS:
        return _told(event, figures, reading.totals.get(event.pk, {}), exact=exact)
    there = reading.there.get(event.pk, set())
    new = sum(reading.first[organisation] == event.starts_at for organisation in there)
    of_groups: list[int | None] = [new, len(there) - new]
    of_people: list[int | None] = [figures.people_new, figures.people_returning]
    if not exact:
        gave_no_contact = max(0, figures.came - figures.people_new - figures.people_returning)
        of_groups = small_counts.parts([new, len(there) - new])
        of_people = small_counts.parts(
            [figures.people_new, figures.people_returning, gave_no_contact]
        )
    return Attendance(
        event=event,
        **(_counts(figures) if exact else shown_counts(_counts(figures))),
        organisations=_alone(len(there), exact=exact),
        new=of_groups[0],
        returning=of_groups[1],
        people_new=of_people[0],
        people_returning=of_people[1],
        reach=_reach(there, reading.known, exact=exact),
    )


def _told(
    event: Event, figures: AttendanceFigures, totals: dict[str, Any], *, exact: bool
) -> Attendance:
    count, reach, is_known = told.organisations(totals, exact=exact)
    return Attendance(
        event=event,
        **dict.fromkeys(told.OPEN),
        came=_alone(figures.came, exact=exact),
        organisations=count,
        reach=reach,
        counted=figures.counted,
        source=figures.source,
        unknown=told.OPEN if is_known else told.OPEN | {"organisations"},
    )


def _counts(figures: AttendanceFigures) -> dict[str, int]:
    return {
        "booked": figures.booked,
        "placed": figures.confirmed,
        "came": figures.came,
        "walk_ins": figures.walk_ins,
        "heads": figures.heads,
        "no_show": max(0, figures.confirmed - (figures.came - figures.walk_ins)),
    }


def _alone(count: int, *, exact: bool) -> int | None:
    return count if exact else small_counts.alone(count)


def _reach(there: set[str], known: dict[str, Known], *, exact: bool) -> ReachCounts:
    """How far the organisations reach, in the order of Reach; nothing of nobody."""
    counted = Counter(known[organisation].reach for organisation in there)
    counts = [counted[reach] for reach in Reach]
    shown: Sequence[int | None] = counts if exact else small_counts.parts(counts)
    return tuple((reach, count) for reach, count in zip(Reach, shown, strict=True) if count != 0)
