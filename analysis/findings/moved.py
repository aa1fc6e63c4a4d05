"""C8: how do themes move? Their counts by event, darker for a larger share of the answers."""

from typing import NamedTuple

from analysis import chance
from analysis.charts.heat import Heat
from analysis.findings.finding import Finding, Table, alt_of, short
from analysis.findings.naming import by_time, series_of, with_month
from analysis.voices import Said, Themes

KEY = "moved"
_COLUMNS, _ROWS = 5, 8


class _Change(NamedTuple):
    """A theme whose count is shown at the first and the last of the events."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def by(self) -> float:
        return self.last[0] / self.last[1] - self.first[0] / self.first[1]


def find(said: Said) -> Finding:
    rows = _compared(said)
    themes = _themes(said, rows)
    if len(rows) < 2 or not themes:
        return Finding(
            KEY,
            "No themes to compare yet",
            "When themes were read at two events, they are compared here.",
        )
    names = by_time([row.event for row in rows])
    changes = _changes(said, rows, themes)
    return Finding(
        key=KEY,
        headline=_headline(changes, names[0]),
        words="Answers and notes that raise a theme, at each event. Darker is a larger share of"
        " what was said there. Counts of 1 to 4 are not shown.",
        alt=_alt(said, rows, themes, changes, names),
        table=Table(
            (
                "Theme",
                *(f"{with_month(row.event)}, of {row.base}" for row in rows),
            ),
            tuple((said.names[key], *(row.counts[key] for row in rows)) for key in themes),
        ),
        drawing=Heat(
            tuple((name, row.base) for name, row in zip(names, rows, strict=True)),
            tuple(
                (said.names[key], tuple(row.counts[key] for row in rows)) for key in themes[:_ROWS]
            ),
        ),
    )


def _compared(said: Said) -> list[Themes]:
    """The latest events of one series where two of them were read, else of all."""
    series = {event.pk for event in series_of([row.event for row in said.rows])}
    rows = [row for row in said.rows if row.event.pk in series] or list(said.rows)
    return rows[-_COLUMNS:]


def _themes(said: Said, rows: list[Themes]) -> list[str]:
    """The themes with a count to show, the most raised first."""
    shown = {key: sum(row.counts[key] or 0 for row in rows) for key in said.names}
    return sorted((key for key in shown if shown[key]), key=lambda key: (-shown[key], key))


def _changes(said: Said, rows: list[Themes], themes: list[str]) -> list[_Change]:
    first, last = rows[0], rows[-1]
    found = []
    for key in themes:
        before, after = first.counts[key], last.counts[key]
        if before is not None and after is not None:
            found.append(_Change(said.names[key], (before, first.base), (after, last.base)))
    return sorted(found, key=lambda change: (-abs(change.by), change.name))


def _headline(changes: list[_Change], since: str) -> str:
    if not changes:
        return "What people raise, event by event"
    if not chance.shares_differ(changes[0].first, changes[0].last, tries=len(changes)):
        return f"No clear change in what people raise since {since}"
    change = changes[0]
    name = short(change.name)
    before, after = change.first, change.last
    said = f"{before[0]} of {before[1]} to {after[0]} of {after[1]}"
    if before[0] and 1.9 <= (after[0] / after[1]) / (before[0] / before[1]) < 2.5:
        return f"{name} doubled since {since}, from {said}"
    return f"{name} {'rose' if change.by > 0 else 'fell'} since {since}, from {said}"


def _alt(
    said: Said, rows: list[Themes], themes: list[str], changes: list[_Change], names: list[str]
) -> str:
    last = rows[-1]
    shown = [(last.counts[key] or 0, said.names[key]) for key in themes]
    count, name = max(shown, key=lambda pair: pair[0])
    largest = (
        f"Most in {names[-1]}: {short(name)}, {count} of {last.base}."
        if count
        else f"In {names[-1]} no count is shown."
    )
    moved = ""
    if changes and changes[0].by:
        change = changes[0]
        moved = (
            f"{short(change.name)} changes most, from {change.first[0]} of {change.first[1]}"
            f" to {change.last[0]} of {change.last[1]}."
        )
    return alt_of(
        f"Table of themes at {len(rows)} events with darker cells for larger shares.",
        largest,
        moved,
    )
