"""Organisations at several events, each counted once, and whether that may be told.

Every view that could be asked for is looked at in one order: all events, then each year, series
and kind. For somebody who may not see people, its count is told only when it does not tell, with
what is told already, a count of 1 to 4: of who came only to some of the events, of who came to
these and to others, of who came again, and of who came to one event for the first time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis import asking
from analysis.attendance.reading import Reading
from analysis.attendance.rows import most_first, reach_of, regions_of
from analysis.attendance.telling import Chain, is_small, parts_of
from analysis.events import ReachCounts, RegionCounts
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
        if which not in self._told:
            return self._not_told(events, only or {})
        total = self._everyone(which).bit_count()
        reach, regions = (self._parts(which, name) for name in ("reach", "region"))
        if only:
            [(name, value)] = only.items()
            parts = reach if name == "reach" else regions
            return Organisations(total=dict(parts).get(value, 0))
        new = self._new(events)
        return Organisations(
            total=total,
            new=new,
            returning=None if new is None else total - new,
            reach=tuple((Reach(value), count) for value, count in reach),
            regions=most_first(regions),
        )

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

    def _new(self, events: Iterable[Event]) -> int | None:
        """How many came to one of these first, where every event shows how many."""
        shown = [self._chain.shown[self._place[event.pk]] for event in events]
        return None if None in shown else sum(count or 0 for count in shown)

    def _bits(self, names: Iterable[str]) -> int:
        return sum(self._bit[name] for name in names)

    def _which(self, events: Iterable[Event]) -> int:
        return sum(1 << self._place[event.pk] for event in events)

    def _everyone(self, which: int) -> int:
        found = 0
        for number, there in enumerate(self._at):
            if which >> number & 1:
                found |= there
        return found

    @cached_property
    def _chain(self) -> Chain:
        events = self.reading.events
        new = [len(self.reading.new(event)) for event in events]
        return Chain(new, [there.bit_count() for there in self._at])

    @cached_property
    def _views(self) -> list[list[int]]:
        """All events; then the years, the series and the kinds, which each are parts of all."""
        events = self.reading.events
        offered = asking.offered(events)
        every = [
            [
                self._which(event for event in events if choice.holds(event))
                for choice in offered[name]
            ]
            for name in ("Year", "Series", "Kind")
        ]
        return [[(1 << len(events)) - 1], *every]

    @cached_property
    def _told(self) -> dict[int, int]:
        """How many organisations came to each set of events of which that may be told."""
        told: dict[int, int] = {}
        for number, there in enumerate(self._at):
            if not is_small(there.bit_count()):
                told[1 << number] = there.bit_count()
        for views in self._views:
            for which in views:
                if which and which not in told and which & (which - 1):
                    count = self._everyone(which).bit_count()
                    if not self._tells(which, count, told):
                        told[which] = count
        return told

    def _tells(self, which: int, count: int, told: Mapping[int, int]) -> bool:
        everywhere = (1 << len(self._at)) - 1
        new = sum(self._chain.new[number] for number in _places(which))
        each = [self._at[number].bit_count() for number in _places(which)]
        telling = [count, count - new, sum(each) - count]
        telling += [abs(count - told[other]) for other in told if other & which in {other, which}]
        # Who came to these and to others, where all of both are told as well.
        telling += [
            count + told[other] - told[other | which]
            for other in told
            if other | which in told and other | which not in {other, which}
        ]
        for views in self._views[1:]:
            others = [view for view in views if view != which]
            if which in views and all(other in told for other in others) and everywhere in told:
                telling.append(count + sum(told[other] for other in others) - told[everywhere])
        if any(is_small(number) for number in telling):
            return True
        return self._chain.tells({*told, which})

    def _parts(self, which: int, name: str) -> tuple[tuple[str, int | None], ...]:
        return self._all_parts[name][which]

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
        found: dict[int, tuple[list[int], set[int]]] = {}
        for which in self._told:
            there = self._everyone(which)
            counts = [(there & bit).bit_count() for bit in bits]
            inside = [found[other] for other in found if other & which in {other, which}]
            is_one = not which & (which - 1)
            found[which] = counts, parts_of(counts, [] if is_one else inside)
        return {
            which: tuple(
                (value, None if place in hidden else counts[place])
                for place, value in enumerate(values)
                if counts[place] or place in hidden
            )
            for which, (counts, hidden) in found.items()
        }


def holds(known: Known, only: Mapping[str, str]) -> bool:
    return all(getattr(known, name) == value for name, value in only.items())


def _places(which: int) -> list[int]:
    return [number for number in range(which.bit_length()) if which >> number & 1]
