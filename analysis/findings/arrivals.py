"""C4: when do people arrive? Ten minutes by ten minutes, at the latest event with a door."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from analysis.charts.columns import Column, Columns
from analysis.details import Arrived, Details
from analysis.findings.finding import Cell, Finding, Table, alt_of, counted, short
from analysis.findings.naming import with_month
from forum import dates

KEY = "arrivals"
_STEP = timedelta(minutes=10)
_DRAWN = 24


def find(rows: Sequence[Details]) -> Finding:
    """Of these events, in the order of time."""
    told = [row for row in rows if any(step.people for step in row.arrived)]
    if not told:
        return Finding(
            KEY,
            "Nothing to show yet of when people arrive",
            "When people are checked in at a door or join online, their times are counted here.",
        )
    row = told[-1]
    day, steps = _busiest_day(row)
    drawn = _window(steps)
    return Finding(
        key=KEY,
        headline=_headline(row, steps),
        words=_words(row, day, steps, drawn),
        alt=_alt(row, steps),
        table=_table(row),
        drawing=Columns(
            tuple(Column(_clock(row, step), step.people) for step in drawn), _start(row, drawn)
        ),
    )


def _at(step: Arrived) -> datetime:
    return datetime.fromisoformat(step.at)


def _clock(row: Details, step: Arrived, *, later: timedelta = timedelta()) -> str:
    """ "9.30 am", as the clocks at the event show it."""
    zone = row.event.zone
    return dates.clock((_at(step) + later).replace(tzinfo=zone), zone)


def _busiest_day(row: Details) -> tuple[date, list[Arrived]]:
    """The day on which most came, with every ten minutes from the first to the last."""
    days: Counter[date] = Counter()
    for step in row.arrived:
        days[_at(step).date()] += step.people or 0
    day = max(days, key=lambda each: (days[each], -each.toordinal()))
    there = {_at(step): step.people for step in row.arrived if _at(step).date() == day}
    at, found = min(there), []
    while at <= max(there):
        found.append(Arrived(f"{at:%Y-%m-%d %H:%M}", there.get(at, 0)))
        at += _STEP
    return day, found


def _window(steps: list[Arrived]) -> list[Arrived]:
    """As many as are drawn: the four hours in which most came."""
    starts = range(max(1, len(steps) - _DRAWN + 1))
    best = max(
        starts,
        key=lambda first: (sum(step.people or 0 for step in steps[first : first + _DRAWN]), -first),
    )
    return steps[best : best + _DRAWN]


def _busiest(steps: Sequence[Arrived]) -> Arrived:
    return max(steps, key=lambda step: step.people or 0)


def _headline(row: Details, steps: Sequence[Arrived]) -> str:
    busiest = _busiest(steps)
    people = counted(busiest.people or 0, "person", "people")
    return f"Busiest at {_clock(row, busiest)}: {people} in ten minutes"


def _words(row: Details, day: date, steps: list[Arrived], drawn: list[Arrived]) -> str:
    said = [
        f"{with_month(row.event)}: who came in at the door or joined online, by ten minutes.",
        f"Only {dates.short_day(day)} is drawn; the table has the other days."
        if any(_at(step).date() != day for step in row.arrived)
        else "",
        "The four busiest hours; the table has the others." if len(drawn) < len(steps) else "",
    ]
    people = [step.people for step in row.arrived]
    if None in people:
        said.append("Counts of 1 to 4 are not shown.")
    else:
        said.append(_half(row))
    return " ".join(part for part in said if part)


def _half(row: Details) -> str:
    """By when half of them were in."""
    total, so_far = sum(step.people or 0 for step in row.arrived), 0
    for step in row.arrived:
        so_far += step.people or 0
        if 2 * so_far >= total:
            return f"{so_far} of {total} were in by {_clock(row, step, later=_STEP)}."
    return ""


def _alt(row: Details, steps: Sequence[Arrived]) -> str:
    busiest = _busiest(steps)
    return alt_of(
        f"Columns by ten minutes: arrivals at {short(row.event.title)} from"
        f" {_clock(row, steps[0])} to {_clock(row, steps[-1])}.",
        f"Most came in the ten minutes from {_clock(row, busiest)}: {busiest.people}.",
        "Counts of 1 to 4 are not shown." if any(step.people is None for step in steps) else "",
    )


def _table(row: Details) -> Table:
    """Every ten minutes in which somebody came."""
    several = len({_at(step).date() for step in row.arrived}) > 1
    rows: list[tuple[Cell, ...]] = [
        (f"{f'{_at(step):%-d %B}, ' if several else ''}{_clock(row, step)}", step.people)
        for step in row.arrived
    ]
    return Table(("Ten minutes from", "Arrived"), tuple(rows))


def _start(row: Details, drawn: Sequence[Arrived]) -> tuple[int, str] | None:
    """Where the event begins among the columns."""
    starts = row.event.local_start.replace(tzinfo=None)
    place = (starts - _at(drawn[0])) // _STEP
    inside = 0 <= place <= len(drawn) and starts.date() == _at(drawn[0]).date()
    return (place, f"Start at {dates.clock(row.event.local_start)}") if inside else None
