"""How many are missing, for who may not see who: no count that tells of few organisations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from analysis import asking
from analysis.missing.reading import Record
from forum import small_counts
from forum.models import Event
from forum.models.people import Reach

# Which questions of the analysis choose events; the others choose organisations.
_CHOOSE_EVENTS = {"series", "kind", "year"}
Cells = list[tuple[str, int | None, int | None]]


def by_reach(record: Record, since: Sequence[Event]) -> Cells:
    """Of those that ever came, by reach: how many came since, and how many did not.

    Nothing is shown where some other view of the analysis would tell a count of 1 to 4 by taking
    one from the other.
    """
    ever, lately = record.at(record.events), record.at(since)
    came, missing = _reaches(record, lately), _reaches(record, ever - lately)
    rows = [(str(reach.label), came[reach], missing[reach]) for reach in Reach]
    rows = [row for row in rows if row[1] or row[2]]
    if not rows:
        return []
    if any(_is_close(record, lately, other) for other in _other_views(record, since)):
        return []
    if any(_tells_of_few(record, *told) for told in _worked_out(record, since, ever, lately)):
        return []
    shown = small_counts.grid([row[1:] for row in rows])
    if not any(cell for cells in shown for cell in cells):
        return []
    return [(row[0], cells[0], cells[1]) for row, cells in zip(rows, shown, strict=True)]


def _reaches(record: Record, names: Iterable[str]) -> Counter[str]:
    return Counter(record.known[name].reach for name in names)


def _groups(record: Record) -> list[list[Event]]:
    """Events that another view shows by themselves: each alone, and what a filter holds."""
    return [
        *([event] for event in record.events),
        *(
            [event for event in record.events if choice.holds(event)]
            for choices in asking.offered(record.events, []).values()
            for choice in choices
            if choice.name in _CHOOSE_EVENTS
        ),
    ]


def _other_views(record: Record, since: Sequence[Event]) -> list[set[str]]:
    """Who came to events that another view shows and that hold these, or are among them."""
    here = set(since)
    return [record.at(group) for group in _groups(record) if here < set(group) or set(group) < here]


def _worked_out(
    record: Record, since: Sequence[Event], ever: set[str], lately: set[str]
) -> Iterator[tuple[Counter[str], set[str]]]:
    """By reach what other views tell with these sums, each with whom it is worked out from.

    Visits beyond the first; who came to all events and not to those of a view; and who came lately
    and to a view, where both together are all events. Who came before lately is told as well, by
    how many were new at each event.
    """
    for events, names in ((since, lately), (record.events, ever)):
        visits = Counter(record.known[name].reach for e in events for name in record.there[e.pk])
        yield visits - _reaches(record, names), names
    everything, here = set(record.events), set(since)
    for group in [*_groups(record), [event for event in record.events if event not in here]]:
        there = record.at(group)
        yield _reaches(record, ever - there), ever
        if here.union(group) == everything:
            yield _reaches(record, there & lately), lately


def _tells_of_few(record: Record, found: Counter[str], names: set[str]) -> bool:
    """Of a reach with few there is nothing shown that it could be worked out from."""
    of = _reaches(record, names)
    shown = [count for reach, count in found.items() if small_counts.alone(of[reach]) is not None]
    return any(small_counts.alone(count) is None for count in [found.total(), *shown])


def _is_close(record: Record, lately: set[str], other: set[str]) -> bool:
    """Whether the two differ by 1 to 4 organisations, in all or of one reach."""
    apart = lately ^ other
    counts = [len(apart), *_reaches(record, apart).values()]
    return any(small_counts.alone(count) is None for count in counts)
