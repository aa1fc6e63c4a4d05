"""Events or people side by side: what a split or a comparison sets beside one another."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

from analysis import asking
from analysis.asking import Filter
from analysis.attendance import elsewhere
from analysis.attendance.distinct import Distinct, Organisations
from analysis.attendance.figures import NOT_ASKED, Attendance, Cell, Side
from analysis.attendance.shares import ALONE, Share, shares
from forum import small_counts
from forum.models import Event
from forum.models.events import Kind
from forum.models.people import Reach


def added(counts: Iterable[int | str | None]) -> Cell:
    """The sum of what is shown: "80 or more" where some stays hidden; what nobody knows is not in
    it, nor in its words."""
    known = [count for count in counts if not isinstance(count, str)]
    if not known:
        return elsewhere.NOT_KNOWN
    shown = sum(count or 0 for count in known)
    if None not in known:
        return shown
    return f"{shown:,} or more" if shown else None


def of_events(asked: Filter, rows: Sequence[Attendance], distinct: Distinct) -> tuple[Side, ...]:
    """The events of each year, series or kind, or of two of these, in their order."""
    return tuple(
        _side(words, [row for row in rows if is_in(row.event)], distinct, asked.only)
        for words, is_in in _groups(asked, [row.event for row in rows])
    )


def _groups(asked: Filter, events: Sequence[Event]) -> list[tuple[str, Callable[[Event], bool]]]:
    if beside := asked.beside:
        one = Filter(asked.name, asked.value)
        both = [(asked.words.removesuffix(f" and {beside.words}"), one), (beside.words, beside)]
        return [(words, side.holds) for words, side in both]
    name = asked.split
    words = {asking.value_of(event, name): _words(event, name) for event in events}
    order = list(Kind.values) if name == "kind" else sorted(words, key=lambda each: words[each])
    in_order = [value for value in order if value in words and value]
    return [
        (words[value], functools.partial(_is_of, name, value))
        for value in [*in_order, *({""} & words.keys())]
    ]


def _is_of(name: str, value: str, event: Event) -> bool:
    return asking.value_of(event, name) == value


def _words(event: Event, name: str) -> str:
    if name == "series":
        return event.series.title if event.series else "In no series"
    return f"{event.get_kind_display()}s" if name == "kind" else asking.value_of(event, name)


def _side(
    words: str, rows: Sequence[Attendance], distinct: Distinct, only: Mapping[str, str]
) -> Side:
    there = distinct.of([row.event for row in rows], only)
    return Side(
        words=words,
        events=len(rows),
        booked=added(row.cell("booked") for row in rows),
        came=added(row.cell("came") for row in rows),
        no_show=added(row.cell("no_show") for row in rows),
        organisations=there.total,
        new=there.new,
        returning=there.returning,
        answered=elsewhere.NOT_KNOWN if only else _answered(rows),
        told=sum(row.is_told for row in rows),
    )


def _answered(rows: Sequence[Attendance]) -> Cell:
    """Of who came where feedback was asked for, how many gave it; only where both are shown."""
    asked = [row for row in rows if row.is_asked]
    pairs = [(row.answers, row.came) for row in asked if row.answers is not None and row.came]
    if not asked:
        return NOT_ASKED
    if not pairs:
        return None
    answers, came = (sum(count or 0 for count in counts) for counts in zip(*pairs, strict=True))
    return small_counts.portion(answers, came)


def of_people(
    asked: Filter, events: Sequence[Event], distinct: Distinct, *, exact: bool
) -> tuple[Side, ...]:
    """The people of each reach or region at these events, those of no organisation last."""
    here = [event for event in events if not distinct.reading.is_told(event)]
    found = shares(distinct.reading, asked.split, asked.only, exact=exact)
    values = {value for event in here for value in found[event.pk]}
    return tuple(
        _part(
            _called(asked.split, value),
            [found[event.pk].get(value) for event in here],
            Organisations(0, 0, 0)
            if value == ALONE
            else distinct.of(events, {**asked.only, asked.split: value}),
        )
        for value in _in_order(asked.split, values)
    )


def _part(words: str, parts: Sequence[Share | None], there: Organisations) -> Side:
    held = [part for part in parts if part is not None]
    return Side(
        words=words,
        events=sum(part.came != 0 for part in held),
        booked=added(part.booked for part in held),
        came=added(part.came for part in held),
        no_show=added(part.no_show for part in held),
        organisations=there.total,
        new=there.new,
        returning=there.returning,
    )


def _in_order(name: str, values: Iterable[str]) -> list[str]:
    order = [*Reach.values] if name == "reach" else []
    return sorted(
        values,
        key=lambda value: (
            value == ALONE,
            value == "",
            order.index(value) if value in order else 0,
            value,
        ),
    )


def _called(name: str, value: str) -> str:
    if value == ALONE:
        return "For no organisation"
    if name == "region":
        return value or "Region not known"
    return asking.reach_words(value)
