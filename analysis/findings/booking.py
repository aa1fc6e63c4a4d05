"""C3: when do people book? Bookings as they added up, at the latest event and the one before."""

from collections.abc import Sequence

from analysis.charts.steps import Rise, Steps
from analysis.details import Booked, Details
from analysis.findings.finding import Finding, Table, alt_of, counted, short
from analysis.findings.naming import with_month

KEY = "booking"
# In days: how far apart the places named at the foot may be, and how many of them there are.
_APART, _MARKS = (1, 2, 7, 14, 28, 56, 91, 182, 364), 4


def find(rows: Sequence[Details]) -> Finding:
    """Of these events, in the order of time."""
    told = [row for row in rows if row.booked]
    if not told:
        return Finding(
            KEY,
            "Nothing to show yet of when people book",
            "When ten people have booked for an event that has begun, their days are counted here.",
        )
    latest = told[-1]
    drawn = [latest, *_before(latest, told[:-1])]
    return Finding(
        key=KEY,
        headline=_headline(latest),
        words=_words(drawn),
        alt=_alt(drawn),
        table=_table(drawn),
        drawing=Steps(
            tuple(
                Rise(_name(row), _steps(row.booked), "main" if row is latest else "middle")
                for row in drawn
            ),
            _foot(max(row.booked[0].far for row in drawn)),
        ),
    )


def _before(latest: Details, others: Sequence[Details]) -> list[Details]:
    """The event before it in the same series."""
    series = latest.event.series_id
    return [row for row in others if series and row.event.series_id == series][-1:]


def _name(row: Details) -> str:
    """As it stands beside a line, where words may break anywhere."""
    return with_month(row.event).replace("\N{NO-BREAK SPACE}", " ")


def _total(booked: Sequence[Booked]) -> int:
    return sum(stretch.people for stretch in booked)


def _half(booked: Sequence[Booked]) -> tuple[int, int]:
    """In how many last days half of them booked or more, and how many these were."""
    late = 0
    for stretch in reversed(booked):
        late += stretch.people
        if 2 * late >= _total(booked):
            return stretch.far, late
    raise ValueError("Nobody booked.")


def _headline(row: Details) -> str:
    total, first = _total(row.booked), row.booked[0]
    days, late = _half(row.booked)
    if days == first.far and first.near:
        return f"{first.people} of {total} had booked {counted(first.near, 'day')} before"
    return f"{late} of {total} booked {_when(days)}"


def _when(days: int) -> str:
    if not days:
        return "on the day itself"
    return f"in the last {counted(days, 'day')}" if days > 1 else "in the last day"


def _words(drawn: Sequence[Details]) -> str:
    said = f"{with_month(drawn[0].event)}: bookings as they added up, also those given back later."
    if len(drawn) == 1:
        return said
    days, late = _half(drawn[1].booked)
    return (
        f"{said} Beside it the event before, {with_month(drawn[1].event)}:"
        f" there {late} of {_total(drawn[1].booked)} booked {_when(days)}."
    )


def _alt(drawn: Sequence[Details]) -> str:
    latest = drawn[0]
    days, late = _half(latest.booked)
    beside = (
        f"Beside it {short(drawn[1].event.title, 40)}, which rises to {_total(drawn[1].booked)}."
        if len(drawn) > 1
        else ""
    )
    return alt_of(
        f"Line in steps: bookings for {short(latest.event.title)} from {latest.booked[0].near} days"
        f" before it, rising to {_total(latest.booked)}.",
        f"{late} of them booked {_when(days)}.",
        beside,
    )


def _table(drawn: Sequence[Details]) -> Table:
    """By days, what had been booked by the end of each."""
    days = sorted({stretch.near for row in drawn for stretch in row.booked}, reverse=True)
    return Table(
        ("Days before the start", *(f"Booked so far: {with_month(row.event)}" for row in drawn)),
        tuple((str(day), *(_so_far(row.booked, day) for row in drawn)) for day in days),
    )


def _so_far(booked: Sequence[Booked], day: int) -> int | None:
    """Nothing for a day inside a stretch, of which only the end is told."""
    if any(stretch.far >= day > stretch.near for stretch in booked):
        return None
    return sum(stretch.people for stretch in booked if stretch.near >= day)


def _steps(booked: Sequence[Booked]) -> tuple[tuple[int, int], ...]:
    so_far, found = 0, []
    for stretch in booked:
        so_far += stretch.people
        found.append((-stretch.near, so_far))
    return tuple(found)


def _foot(far: int) -> tuple[tuple[int, str], ...]:
    """Names for a few places: "8 weeks before", "4 weeks", "the day"."""
    step = next((days for days in _APART if far <= days * _MARKS), _APART[-1])
    places = range(far // step * step, 0, -step)
    by_weeks = step >= 7
    named = [
        (-day, counted(day // 7, "week") if by_weeks else counted(day, "day")) for day in places
    ]
    return (*((place, f"{words} before") for place, words in named[:1]), *named[1:], (0, "the day"))
