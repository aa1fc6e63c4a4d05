"""What counts of organisations tell together: of sets of events, each a number with a bit for one.

From two counts that are told, a third may be worked out: who came only to some of the events, who
came to these and to others, who came again. A `Relation` says how: the counts of some sets, less
those of others, beside the count of the set that is looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from forum import small_counts

Cells = tuple[list[int], set[int]]
Relation = tuple[list[int], list[int]]


def is_small(count: int) -> bool:
    """Whether it is 1 to 4, which must not be told."""
    return small_counts.alone(count) is None


class Told:
    """The sets of events of which it is told how many organisations came, as they are added.

    `single` are those of one event, `group` what a filter holds, `first` the first so many events:
    from these it is known who is new.
    """

    def __init__(self, single: Sequence[int], new: Sequence[int]) -> None:
        self._of_each, self._new = single, new
        self._not_in_recaps = _summed(single, new)
        # The same of the first so many events of which it is told, new ones and returning ones.
        self._beside_recaps: tuple[set[int], set[int]] = {0}, {0}
        self.single = {
            1 << place: count for place, count in enumerate(single) if not is_small(count)
        }
        self.group: dict[int, int] = {}
        self.first: dict[int, int] = {0: 0}
        self._by_count: defaultdict[int, list[int]] = defaultdict(list)
        for which, count in self.single.items():
            self._by_count[count].append(which)

    def count(self, which: int) -> int | None:
        """How many it is told came to these events."""
        for told in (self.single, self.group, self.first):
            if which in told:
                return told[which]
        return None

    def add_group(self, which: int, count: int, views: Sequence[Sequence[int]]) -> None:
        """Tell of what a filter holds, if nothing small is worked out; `views` are the splits."""
        if self.count(which) is not None:
            return
        again = count - sum(self._new[place] for place in places(which))
        visits = sum(self._of_each[place] for place in places(which)) - count
        if any(map(is_small, (count, again, visits))) or self._is_close(which, count):
            return
        if self._completes_recaps(which):
            return
        for plus, minus in self.relations(which, views):
            if is_small(abs(count - self._sum(plus) + self._sum(minus))):
                return
        self._tell(self.group, which, count)

    def add_first(self, number: int, count: int) -> None:
        """Tell of the first so many events."""
        which = (1 << number) - 1
        if self.count(which) is not None:
            self._tell_first(which, count)
            return
        if is_small(count) or self._is_close(which, count) or self._completes_recaps(which):
            return
        for plus, minus in (*self._overlaps(which), *self._unions(which)):
            if is_small(abs(count - self._sum(plus) + self._sum(minus))):
                return
        before, last = which >> 1, 1 << number - 1
        is_told = before in self.first and last in self.single
        if is_told and is_small(self.first[before] + self.single[last] - count):
            return
        self._tell(self.first, which, count)

    def new(self, place: int) -> int | None:
        """How many came to this event first; None where that is not told."""
        upto, before = (1 << place + 1) - 1, (1 << place) - 1
        if upto not in self.first or before not in self.first or 1 << place not in self.single:
            return None
        return self.first[upto] - self.first[before]

    def relations(self, which: int, views: Sequence[Sequence[int]]) -> Iterator[Relation]:
        """What is worked out from this set and those that are told already."""
        for other in (*self.single, *self.group):
            if other != which and other & which in {other, which}:
                yield [other], []
        yield from self._overlaps(which)
        yield from self._unions(which)
        each_event = [1 << place for place in places(which)]
        if all(event in self.single for event in each_event):
            yield each_event, []
        for view in views:
            others = [each for each in view if each != which]
            everything = sum(view)
            known = [self.count(each) for each in (everything, *others)]
            if which in view and everything != which and None not in known:
                yield [everything], others

    def _overlaps(self, which: int) -> Iterator[Relation]:
        """Who came to these and to others, where all of both is told as well."""
        for other in self.group:
            both = other | which
            if both not in {other, which} and self.count(both) is not None:
                yield [both], [other]
            rest = other & ~which
            if other & which == which and rest in self.single:
                yield [other], [rest]

    def _unions(self, which: int) -> Iterator[Relation]:
        """Who came to one part of these and to the other."""
        inside = [other for other in self.group if other & which == other != which]
        for one in inside:
            rest = which & ~one
            if rest in self.single:
                yield [one, rest], []
            for other in inside:
                if one | other == which:
                    yield [one, other], []

    def _is_close(self, which: int, count: int) -> bool:
        """Whether 1 to 4 came to some of these alone, or to more than these alone."""
        return any(
            other & which in {other, which}
            for apart in range(1, small_counts.LEAST)
            for near in (count - apart, count + apart)
            for other in self._by_count.get(near, ())
        )

    def _completes_recaps(self, which: int) -> bool:
        """Whether beside what recaps tell of each event, it tells of few new or returning ones.

        It does when it is of the first so many events, and between these and others of which it
        is told, what recaps hide is few together.
        """
        if which & (which + 1):
            return False
        here = self._not_in_recaps[which.bit_length()]
        return any(
            count + apart in told
            for count, told in zip(here, self._beside_recaps, strict=True)
            for apart in range(1 - small_counts.LEAST, small_counts.LEAST)
            if apart
        )

    def _tell_first(self, which: int, count: int) -> None:
        self.first[which] = count
        for told, hidden in zip(
            self._beside_recaps, self._not_in_recaps[which.bit_length()], strict=True
        ):
            told.add(hidden)

    def _tell(self, told: dict[int, int], which: int, count: int) -> None:
        told[which] = count
        self._by_count[count].append(which)
        if not which & (which + 1):
            self._tell_first(which, count)

    def _sum(self, sets: Sequence[int]) -> int:
        return sum(self.count(each) or 0 for each in sets)


def _summed(single: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Of the first so many events, how many new ones their recaps hide, and how many returning
    ones where all of an event are told."""
    found = [(0, 0)]
    for there, first in zip(single, new, strict=True):
        hidden = None in small_counts.parts([first, there - first])
        news, again = found[-1]
        returning = 0 if is_small(there) else there - first
        found.append((news + first * hidden, again + returning * hidden))
    return found


def places(which: int) -> list[int]:
    """The events of a set, by their place in the order of time."""
    return [number for number in range(which.bit_length()) if which >> number & 1]


def parts_of(counts: Sequence[int], others: Sequence[Cells]) -> set[int]:
    """The places of a whole that stay hidden, beside the same parts of others that are told.

    No part may differ from theirs by 1 to 4, nor what is hidden together from theirs.
    """
    every = range(len(counts))
    if 0 < sum(counts) < small_counts.LEAST_ANSWERS:
        return set(every)
    hidden = {place for place in every if is_small(counts[place])}
    for theirs, not_theirs in others:
        hidden |= {
            place
            for place in every
            if place not in not_theirs and is_small(abs(counts[place] - theirs[place]))
        }
    while hidden and _gives_away(counts, hidden, others):
        shown = [place for place in every if place not in hidden and counts[place]]
        if not shown:
            return set(every)
        hidden.add(min(shown, key=lambda place: (counts[place], place)))
    return hidden


def _gives_away(counts: Sequence[int], hidden: set[int], others: Sequence[Cells]) -> bool:
    """Whether what is left of the whole tells a part, or with another whole what they differ by."""
    together = sum(counts[place] for place in hidden)
    if len(hidden) == 1 or together < small_counts.LEAST:
        return True
    return any(
        is_small(abs(together - sum(theirs[place] for place in hidden)))
        for theirs, not_theirs in others
        if not_theirs <= hidden
    )
