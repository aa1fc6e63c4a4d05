"""Organisations at several events, each counted once, and whether that may be told.

Every view that could be asked for is looked at in one order: all events, then each year, series
and kind. For somebody who may not see people, its count is told only when it does not tell, with
what is told already, a count of 1 to 4: of who came only to some of the events, of who came to
these and to others, of who came again, and of who came to one event for the first time.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis import asking
from analysis.attendance.figures import ReachCounts, RegionCounts
from analysis.attendance.reading import Reading
from analysis.attendance.rows import most_first, reach_of, regions_of
from analysis.attendance.worked_out import Cells, Told, parts_of
from analysis.organisations import Known
from forum.models import Event
from forum.models.people import Reach


@dataclass(frozen=True)
class Organisations:
    """How many came to some events, and how many of these came to an event of ours before."""

    total: int | None = None
    new: int | None = None
    returning: int | None = None
    reach: ReachCounts = ()
    regions: RegionCounts = ()


class Distinct:
    """Sets of organisations and of events are numbers: a bit for each."""

    def __init__(self, reading: Reading, *, exact: bool) -> None:
        self.reading = reading
        self._exact = exact
        self._place = {event.pk: number for number, event in enumerate(reading.events)}
        self._bit = {name: 1 << number for number, name in enumerate(reading.known)}
        self._at = [self._bits(reading.there.get(event.pk, ())) for event in reading.events]

    def of(self, events: Sequence[Event], only: Mapping[str, str] | None = None) -> Organisations:
        """Of these events; `only` one reach or region: {"reach": "local"}."""
        if self._exact:
            return self._counted(events, only or {})
        which = self._which(events)
        count = self._count(which)
        if count is None:
            return self._not_told(events, only or {})
        reach, regions = (self._parts(which, name) for name in ("reach", "region"))
        if only:
            [(name, value)] = only.items()
            parts = reach if name == "reach" else regions
            return Organisations(total=dict(parts).get(value, 0))
        new = self._new(events)
        return Organisations(
            total=count,
            new=new,
            returning=None if new is None else count - new,
            reach=tuple((Reach(value), count) for value, count in reach),
            regions=most_first(regions),
        )

    def _count(self, which: int) -> int | None:
        """How many came to these, where that is told of what one filter holds."""
        for told in (self._told.single, self._told.group):
            if which in told:
                return told[which]
        return 0 if not which else None

    def _counted(self, events: Sequence[Event], only: Mapping[str, str]) -> Organisations:
        reading = self.reading
        there = {name for name in reading.at(events) if holds(reading.known[name], only)}
        begun = {event.pk for event in events}
        new = sum(reading.first[name] in begun for name in there)
        return Organisations(
            total=len(there),
            new=new,
            returning=len(there) - new,
            reach=reach_of(there, reading.known, exact=True),
            regions=regions_of(there, reading.known, exact=True),
        )

    def _not_told(self, events: Sequence[Event], only: Mapping[str, str]) -> Organisations:
        if only:
            return Organisations()
        counted = self._counted(events, {})
        return Organisations(
            new=self._new(events),
            reach=tuple((reach, None) for reach, _count in counted.reach),
            regions=most_first(tuple((region, None) for region, _count in counted.regions)),
        )

    def new(self, event: Event) -> int | None:
        """How many organisations came to this event and to none before it."""
        if self._exact:
            return len(self.reading.new(event))
        return self._told.new(self._place[event.pk])

    def _new(self, events: Iterable[Event]) -> int | None:
        """How many came to one of these first, where every event shows how many."""
        shown = [self.new(event) for event in events]
        return None if None in shown else sum(count or 0 for count in shown)

    def _bits(self, names: Iterable[str]) -> int:
        return sum(self._bit[name] for name in names)

    def _which(self, events: Iterable[Event]) -> int:
        return sum(1 << self._place[event.pk] for event in events)

    def _everyone(self, which: int) -> int:
        found = 0
        while which:
            # Only the events that are in it: most often this is one of very many.
            number = which.bit_length() - 1
            found |= self._at[number]
            which ^= 1 << number
        return found

    @cached_property
    def _views(self) -> list[list[int]]:
        """The years, the series and the kinds, which each are parts of all events."""
        events = self.reading.events
        offered = asking.offered(events)
        return [
            [
                self._which(event for event in events if choice.holds(event))
                for choice in offered[name]
            ]
            for name in ("Year", "Series", "Kind")
        ]

    @cached_property
    def _told(self) -> Told:
        """Of all events, then of each year, series and kind, then of the first so many."""
        events = self.reading.events
        told = Told(
            [there.bit_count() for there in self._at],
            [len(self.reading.new(event)) for event in events],
        )
        everything = (1 << len(events)) - 1
        for which in (everything, *itertools.chain(*self._views)):
            if which:
                told.add_group(which, self._everyone(which).bit_count(), self._views)
        upto = 0
        for number, there in enumerate(self._at, start=1):
            upto |= there
            told.add_first(number, upto.bit_count())
        return told

    def _parts(self, which: int, name: str) -> tuple[tuple[str, int | None], ...]:
        return self._all_parts[name].get(which, ())

    @cached_property
    def _all_parts(self) -> dict[str, dict[int, tuple[tuple[str, int | None], ...]]]:
        return {name: self._divided(name) for name in ("reach", "region")}

    def _divided(self, name: str) -> dict[int, tuple[tuple[str, int | None], ...]]:
        """By reach or region, of each set of events in turn, as those before leave it open."""
        known = self.reading.known
        values = sorted({getattr(each, name) for each in known.values()})
        if name == "reach":
            values = [reach.value for reach in Reach if reach.value in values]
        bits = [
            self._bits(key for key, each in known.items() if getattr(each, name) == value)
            for value in values
        ]
        found: dict[int, Cells] = {}
        for which in (*self._told.single, *self._told.group):
            there = self._everyone(which)
            counts = [(there & bit).bit_count() for bit in bits]
            is_one = which in self._told.single
            found[which] = counts, parts_of(counts, [] if is_one else self._beside(which, found))
        return {
            which: tuple(
                (value, None if place in hidden else counts[place])
                for place, value in enumerate(values)
                if counts[place] or place in hidden
            )
            for which, (counts, hidden) in found.items()
        }

    def _beside(self, which: int, found: Mapping[int, Cells]) -> list[Cells]:
        """What the parts of this set are told beside: sums and differences of sets before it."""
        beside = []
        for plus, minus in self._told.relations(which, self._views):
            if all(other in found for other in (*plus, *minus)):
                pairs = zip(*(found[other][0] for other in plus), strict=True)
                sums = [sum(counts) for counts in pairs]
                for other in minus:
                    sums = [one - less for one, less in zip(sums, found[other][0], strict=True)]
                hidden = set().union(*(found[other][1] for other in (*plus, *minus)))
                beside.append((sums, hidden))
        return beside


def holds(known: Known, only: Mapping[str, str]) -> bool:
    """Whether the organisation is of this reach and region; of any where nothing is asked."""
    return all(getattr(known, name) == value for name, value in only.items())
