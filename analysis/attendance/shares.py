"""Who booked and came of organisations of one reach or region, event by event.

People who came for no organisation are of none: `ALONE`. For who may not see people, what is
hidden of an event by reach and by region is hidden together, so that neither tells of the other.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from analysis.attendance.distinct import holds
from analysis.attendance.reading import Reading
from analysis.hiding import hidden_alike
from analysis.organisations import Known, came_to
from forum.models import Event, Organisation
from registrations.models import AttendanceFigures

ALONE = "\0"  # no region is called so
_SUMS = ("booked", "confirmed", "came", "walk_ins")


@dataclass(frozen=True)
class Share:
    """A part of an event's people; None stays hidden."""

    booked: int | None = 0
    placed: int | None = 0
    came: int | None = 0
    walk_ins: int | None = 0

    @property
    def no_show(self) -> int | None:
        if self.placed is None or self.came is None or self.walk_ins is None:
            return None
        return max(0, self.placed - (self.came - self.walk_ins))


Shares = dict[uuid.UUID, dict[str, Share]]
_Counts = dict[uuid.UUID, dict[str, tuple[int, ...]]]


def shares(
    reading: Reading, name: str, only: Mapping[str, str] | None = None, *, exact: bool
) -> Shares:
    """By event and by reach or region, as `name` says; `only` for who may see people."""
    counts = _counted(reading, name, only or {})
    if exact:
        return {
            event: {value: Share(*numbers) for value, numbers in parts.items()}
            for event, parts in counts.items()
        }
    other = _counted(reading, "region" if name == "reach" else "reach", {})
    events = {event.pk: event for event in reading.events}
    return {pk: _shown(reading, events[pk], name, parts, other[pk]) for pk, parts in counts.items()}


def _shown(
    reading: Reading,
    event: Event,
    name: str,
    parts: Mapping[str, tuple[int, ...]],
    others: Mapping[str, tuple[int, ...]],
) -> dict[str, Share]:
    """With the same parts hidden of who booked and of who came; the rest is told to nobody."""
    other_name = "region" if name == "reach" else "reach"
    hidden = _hidden(reading, event, name, parts)
    theirs = _hidden(reading, event, other_name, others)
    while (ALONE in hidden) != (ALONE in theirs):
        hidden = _hidden(reading, event, name, parts, hidden | {ALONE})
        theirs = _hidden(reading, event, other_name, others, theirs | {ALONE})
    return {
        value: Share(None, None, None, None) if value in hidden else Share(booked, None, came, None)
        for value, (booked, _placed, came, _walk_ins) in parts.items()
    }


def _hidden(
    reading: Reading,
    event: Event,
    name: str,
    parts: Mapping[str, tuple[int, ...]],
    hidden: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Nobody comes for an organisation that did not come, and with heads there is somebody."""
    values = list(parts)
    least = dict.fromkeys(values, 0)
    for organisation in reading.there.get(event.pk, ()):
        value = getattr(reading.known[organisation], name)
        least[value] = least.get(value, 0) + 1
    least[ALONE] = reading.figures(event).heads
    places = hidden_alike(
        [
            ([parts[value][0] for value in values], [0] * len(values)),
            ([parts[value][2] for value in values], [least[value] for value in values]),
        ],
        {values.index(value) for value in hidden},
    )
    return frozenset(values[place] for place in places)


def _counted(reading: Reading, name: str, only: Mapping[str, str]) -> _Counts:
    """Four numbers for each part of each event that was counted here; ALONE is the last."""
    events = [event for event in reading.events if not reading.is_told(event)]
    rows = AttendanceFigures.objects.filter(event__in=events, organisation__isnull=False)
    known, own = _known(reading, name)
    if only:
        rows = rows.filter(organisation__in=[pk for pk, each in known.items() if holds(each, only)])
    found: defaultdict[uuid.UUID, defaultdict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0] * len(_SUMS))
    )
    now = {pk: getattr(each, name) for pk, each in known.items()}
    changed = {pk: value for pk, value in now.items() if value != own[pk]}
    for event, value, *numbers in [
        *_summed(rows.exclude(organisation__in=list(changed)), f"organisation__{name}"),
        *_summed(rows.filter(organisation__in=list(changed)), "organisation_id"),
    ]:
        part = found[event][changed.get(value, value)]
        part[:] = [one + more for one, more in zip(part, numbers, strict=True)]
    return {
        event.pk: _with_alone(reading.figures(event), found[event.pk], has_all=not only)
        for event in events
    }


def _summed(rows: QuerySet[AttendanceFigures], by: str) -> list[tuple[Any, ...]]:
    sums = {f"{name}_sum": Sum(name) for name in _SUMS}
    grouped = rows.order_by().values("event_id", by).annotate(**sums)
    return list(grouped.values_list("event_id", by, *sums))


def _known(reading: Reading, name: str) -> tuple[dict[uuid.UUID, Known], dict[uuid.UUID, str]]:
    """Every organisation as the host knows it, and what its own row says; two queries."""
    hosts = AttendanceFigures.objects.filter(event__in=reading.events, organisation__isnull=False)
    rows = Organisation.objects.filter(pk__in=hosts.order_by().values("organisation_id"))
    own = dict(rows.order_by().values_list("pk", name))
    known, called = came_to(reading.host, {pk: [str(pk)] for pk in own})
    return {pk: known[key] for pk, keys in called.items() for key in keys}, own


def _with_alone(
    whole: AttendanceFigures, parts: Mapping[str, list[int]], *, has_all: bool
) -> dict[str, tuple[int, ...]]:
    counted = {value: tuple(numbers) for value, numbers in sorted(parts.items())}
    if has_all:
        everybody = [getattr(whole, name) for name in _SUMS]
        rest = [
            max(0, count - sum(numbers[place] for numbers in counted.values()))
            for place, count in enumerate(everybody)
        ]
        counted[ALONE] = tuple(rest)
    return counted
