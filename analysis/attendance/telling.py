"""What counts of organisations tell together, in plain numbers."""

from collections.abc import Collection, Sequence

from forum import small_counts

Cells = tuple[list[int], set[int]]


def is_small(count: int) -> bool:
    return small_counts.alone(count) is None


class Chain:
    """Events in the order of time: how many organisations came for the first time to each.

    Up to any event, these add up to all that ever came. So where that sum is told of a first
    stretch of events, what is hidden since the last such stretch can be worked out together.
    """

    def __init__(self, new: Sequence[int], there: Sequence[int]) -> None:
        self.new = new
        self.returning = [all_of - first for first, all_of in zip(new, there, strict=True)]
        self.shown = [
            small_counts.parts([first, again])[0]
            for first, again in zip(new, self.returning, strict=True)
        ]

    def tells(self, told: Collection[int]) -> bool:
        """Whether these sets of events, each a number with a bit for an event, tell too much."""
        start = 0
        for number in range(len(self.new)):
            if (1 << number + 1) - 1 not in told:
                continue
            stretch = range(start, number + 1)
            hidden = [place for place in stretch if self.shown[place] is None]
            if len(hidden) == 1 or any(
                0 < sum(counts[place] for place in hidden) < small_counts.LEAST
                for counts in (self.new, self.returning)
            ):
                return True
            start = number + 1
        return False


def parts_of(counts: Sequence[int], others: Sequence[Cells]) -> set[int]:
    """The places of a whole that stay hidden, beside the same parts of wholes in it or around it.

    Of each of these, too, no part may differ from ours by 1 to 4, nor what is hidden together.
    """
    places = range(len(counts))
    if 0 < sum(counts) < small_counts.LEAST_ANSWERS:
        return set(places)
    hidden = {place for place in places if is_small(counts[place])}
    for theirs, not_theirs in others:
        hidden |= {
            place
            for place in places
            if place not in not_theirs and is_small(abs(counts[place] - theirs[place]))
        }
    while hidden and _gives_away(counts, hidden, others):
        shown = [place for place in places if place not in hidden and counts[place]]
        if not shown:
            return set(places)
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
