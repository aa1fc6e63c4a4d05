"""One event: its counts, each as it may be shown."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from analysis.attendance import elsewhere
from analysis.attendance.figures import Attendance, ReachCounts, RegionCounts
from analysis.attendance.reading import Reading
from analysis.hiding import shown_counts
from analysis.organisations import Known
from forum import small_counts
from forum.models import Event
from forum.models.people import Reach
from registrations.models import AttendanceFigures

_Name = TypeVar("_Name")


def row(event: Event, reading: Reading, new: int | None, *, exact: bool) -> Attendance:
    """`new` is how many organisations came for the first time, where that is told."""
    figures = reading.figures(event)
    if reading.is_told(event):
        return _told(event, figures, reading.totals.get(event.pk, {}), exact=exact)
    there = reading.there.get(event.pk, set())
    of_people: list[int | None] = [figures.people_new, figures.people_returning]
    if not exact:
        gave_no_contact = max(0, figures.came - figures.people_new - figures.people_returning)
        of_people = small_counts.parts(
            [figures.people_new, figures.people_returning, gave_no_contact]
        )
    counts = _counts(figures)
    answers = reading.ballots.get(event.pk)
    return Attendance(
        event=event,
        **(counts if exact else shown_counts(counts)),
        organisations=alone(len(there), exact=exact),
        new=new,
        returning=None if new is None else len(there) - new,
        people_new=of_people[0],
        people_returning=of_people[1],
        reach=reach_of(there, reading.known, exact=exact),
        regions=regions_of(there, reading.known, exact=exact),
        answers=None if not answers else small_counts.of_base(answers, figures.came),
        is_asked=answers is not None,
    )


def _told(
    event: Event, figures: AttendanceFigures, totals: dict[str, Any], *, exact: bool
) -> Attendance:
    count, reach, is_known = elsewhere.organisations(totals, exact=exact)
    return Attendance(
        event=event,
        **_open(),
        came=alone(figures.came, exact=exact),
        organisations=count,
        reach=reach,
        counted=figures.counted,
        source=figures.source,
        unknown=elsewhere.OPEN if is_known else elsewhere.OPEN | {"organisations"},
    )


def _open() -> dict[str, Any]:
    return dict.fromkeys(elsewhere.OPEN)


def _counts(figures: AttendanceFigures) -> dict[str, int]:
    return {
        "booked": figures.booked,
        "placed": figures.confirmed,
        "came": figures.came,
        "walk_ins": figures.walk_ins,
        "heads": figures.heads,
        "no_show": max(0, figures.confirmed - (figures.came - figures.walk_ins)),
    }


def alone(count: int, *, exact: bool) -> int | None:
    """A count that is part of nothing else, as it may be shown."""
    return count if exact else small_counts.alone(count)


def reach_of(there: set[str], known: dict[str, Known], *, exact: bool) -> ReachCounts:
    """How far the organisations reach, in the order of Reach; nothing of nobody."""
    counted = Counter(known[organisation].reach for organisation in there)
    return told_apart([(reach, counted[reach]) for reach in Reach], exact=exact)


def regions_of(there: set[str], known: dict[str, Known], *, exact: bool) -> RegionCounts:
    """Where the organisations are based, most first; "" where nobody said."""
    counted = Counter(known[organisation].region for organisation in there)
    return most_first(told_apart(sorted(counted.items()), exact=exact))


def most_first(counts: RegionCounts) -> RegionCounts:
    """In their order, of which hidden counts tell nothing; last where nobody said."""
    return tuple(sorted(counts, key=lambda pair: (not pair[0], -(pair[1] or 0), pair[0])))


def told_apart(
    counts: Sequence[tuple[_Name, int]], *, exact: bool
) -> tuple[tuple[_Name, int | None], ...]:
    """The parts of a whole that are not nought, as they may be shown."""
    numbers = [count for _name, count in counts]
    shown: Sequence[int | None] = numbers if exact else small_counts.parts(numbers)
    pairs = zip([name for name, _count in counts], shown, strict=True)
    return tuple((name, count) for name, count in pairs if count != 0)
