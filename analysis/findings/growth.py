"""C2: is attendance growing? The events of one series, in the order of time."""

from analysis import chance
from analysis.attendance.figures import Attendance, Together
from analysis.charts.dots import Dots
from analysis.findings.finding import Each, Finding, Table, alt_of, counted, short
from analysis.findings.naming import by_time, marked, series_of, span, told_words

KEY = "growth"


def find(together: Together) -> Finding:
    shown = {row.event.pk: row for row in together.held if row.came is not None}
    events = series_of([row.event for row in shown.values()])
    if not events:
        return Finding(
            KEY,
            "No series to compare yet",
            "When a series has had two events, they are compared here.",
        )
    rows = [shown[event.pk] for event in events]
    name = rows[0].event.series.title if rows[0].event.series else ""
    names = by_time(events)
    return Finding(
        key=KEY,
        headline=_headline(rows, short(name)),
        words=f"People who came to each event of {short(name)}: {counted(len(rows), 'event')}."
        f" {told_words(rows)}".rstrip(),
        alt=_alt(rows, names, name),
        table=Table(("Event", "Came"), Each(rows, lambda row: (marked(row), row.came))),
        drawing=Dots(tuple((when, row.came or 0) for when, row in zip(names, rows, strict=True))),
    )


def _headline(rows: list[Attendance], name: str) -> str:
    first, last = rows[0].came or 0, rows[-1].came or 0
    if not chance.counts_differ(first, last):
        return f"No clear change in attendance at {name}: {first} came first, {last} last"
    deed = "rose" if last > first else "fell"
    return (
        f"Attendance at {name} {deed} from {first} to {last}{span(rows[0].event, rows[-1].event)}"
    )


def _alt(rows: list[Attendance], names: list[str], name: str) -> str:
    told = list(zip(names, [row.came or 0 for row in rows], strict=True))
    highest = max(told, key=lambda point: point[1])
    lowest = min(told, key=lambda point: point[1])
    return alt_of(
        f"Line with dots: people who came to {short(name)}, {told[0][1]} in {told[0][0]}"
        f" and {told[-1][1]} in {told[-1][0]}.",
        f"Highest {highest[1]} in {highest[0]}, lowest {lowest[1]} in {lowest[0]}.",
    )
