"""C8: how do themes move? Their counts by event, darker for a larger share of the answers."""

from collections.abc import Sequence
from typing import NamedTuple

from analysis import chance
from analysis.chance import Change, Point
from analysis.charts.heat import Heat
from analysis.findings.finding import Finding, Table, alt_of, counted, short
from analysis.findings.naming import by_time, series_of, with_month
from analysis.voices import Said, Themes

KEY = "moved"
# What is compared, and of that what is drawn: the first event and the latest.
_COMPARED, _COLUMNS, _ROWS = 12, 5, 8
_DAYS_IN_A_YEAR = 365.25
# The share of all answers that a change is told in.
_OF = 100


class Move(NamedTuple):
    """A theme whose count is shown at the last of the events and at an earlier one."""

    key: str
    name: str
    since: str
    first: tuple[int, int]
    last: tuple[int, int]
    change: Change

    @property
    def counts(self) -> str:
        return f"from {self.first[0]} of {self.first[1]} to {self.last[0]} of {self.last[1]}"

    @property
    def headline(self) -> str:
        """What became of it since then."""
        name, first, last = short(self.name), self.first, self.last
        if not self.is_clear:
            return f"{name}: no clear change since {self.since}, {self.counts}"
        if first[0] and 1.9 <= (last[0] / last[1]) / (first[0] / first[1]) < 2.5:
            return f"{name} doubled since {self.since}, {self.counts}"
        word = "rose" if self.change.by > 0 else "fell"
        return f"{name} {word} since {self.since}, {self.counts}"

    @property
    def is_clear(self) -> bool:
        """Whether it is more than chance, and the first and last counts say the same."""
        rose = self.last[0] / self.last[1] - self.first[0] / self.first[1]
        return self.change.is_clear and rose * self.change.by > 0


def find(said: Said) -> Finding:
    rows = compared(said)
    themes = _themes(said, rows)
    if len(rows) < 2 or not themes:
        return Finding(
            KEY,
            "No themes to compare yet",
            "When themes were read at two events, they are compared here.",
        )
    names = by_time([row.event for row in rows])
    found = _moves(said, rows, themes, names)
    drawn = [0, *range(1, len(rows))[-(_COLUMNS - 1) :]]
    return Finding(
        key=KEY,
        headline=_headline(found, names[0]),
        words=_words(found, rows, drawn),
        alt=_alt(said, rows, themes, found, names),
        table=Table(
            (
                "Theme",
                *(f"{with_month(row.event)}, of {row.base}" for row in rows),
            ),
            tuple((said.names[key], *(row.counts[key] for row in rows)) for key in themes),
        ),
        drawing=Heat(
            tuple((names[place], rows[place].base) for place in drawn),
            tuple(
                (said.names[key], tuple(rows[place].counts[key] for place in drawn))
                for key in themes[:_ROWS]
            ),
        ),
        themes=tuple((said.names[key], said.themes[key]) for key in themes if key in said.themes),
    )


def history(rows: Sequence[Themes], key: str) -> list[Point]:
    """The counts of a theme that are shown, each at its year."""
    return [
        Point(row.event.starts_at.timestamp() / 86_400 / _DAYS_IN_A_YEAR, count, row.base)
        for row in rows
        if (count := row.counts[key]) is not None
    ]


def moves(said: Said) -> list[Move]:
    """How the themes moved over the events that are compared."""
    rows = compared(said)
    return _moves(said, rows, _themes(said, rows), by_time([row.event for row in rows]))


def said_of(change: Change, tried: int, events: int, *, where: str = "") -> str:
    """A change in words: by how much, between what bounds, and what was looked at to find it."""
    begin = f"Over {where} that" if where else "That"
    more = f"{begin} is {_aside(change.by)} of every {_OF}, likely between"
    said = f"{more} {_aside(change.low)} and {_aside(change.high)}."
    if change.is_clear:
        word = " more" if change.by > 0 else " fewer"
        least, most = sorted((change.low, change.high), key=abs)
        said = f"{more} {_aside(least).removesuffix(word)} and {_aside(most).removesuffix(word)}."
    if tried > 1:
        said += f" {tried} themes were compared."
    if events == 2:
        said += " Two events cannot show how much events differ by themselves."
    return said


def _aside(share: float) -> str:
    """ "12 more", "8 fewer", of every hundred."""
    count = round(_OF * share)
    return f"{abs(count)} {'fewer' if count < 0 else 'more'}"


def compared(said: Said) -> list[Themes]:
    """The latest events of one series where two of them were read, else of all."""
    series = {event.pk for event in series_of([row.event for row in said.rows])}
    rows = [row for row in said.rows if row.event.pk in series] or list(said.rows)
    return rows[-_COMPARED:]


def _themes(said: Said, rows: list[Themes]) -> list[str]:
    """The themes with a count to show, the most raised first."""
    shown = {key: sum(row.counts[key] or 0 for row in rows) for key in said.names}
    return sorted((key for key in shown if shown[key]), key=lambda key: (-shown[key], key))


def _moves(said: Said, rows: list[Themes], themes: list[str], names: list[str]) -> list[Move]:
    """How themes moved along all the events, the clear and large changes first."""
    last = rows[-1] if rows else None
    until_now = [key for key in themes if last and last.counts[key] is not None]
    found = []
    for key, change in zip(
        until_now, chance.changes([history(rows, key) for key in until_now]), strict=True
    ):
        if change is None or last is None:
            continue
        shown = [place for place, row in enumerate(rows) if row.counts[key] is not None]
        first = rows[shown[0]]
        found.append(
            Move(
                key,
                said.names[key],
                names[shown[0]],
                (first.counts[key] or 0, first.base),
                (last.counts[key] or 0, last.base),
                change,
            )
        )
    return sorted(found, key=lambda move: (not move.is_clear, -abs(move.change.by), move.name))


def _headline(found: list[Move], since: str) -> str:
    if not found:
        return "What people raise, event by event"
    move = found[0]
    if not move.is_clear:
        return f"No clear change in what people raise since {since}"
    return move.headline


def _words(found: list[Move], rows: list[Themes], drawn: list[int]) -> str:
    said = "Answers and notes that raise a theme, by event; darker is a larger share."
    if len(drawn) < len(rows):
        said += f" Drawn are the first and the latest {len(drawn) - 1} of {len(rows)} events."
    said += " Counts of 1 to 4 are not shown."
    if found and found[0].is_clear:
        return f"{said} {said_of(found[0].change, len(found), len(rows))}"
    if not found or not round(_OF * found[0].change.by):
        return said
    largest = f"The largest change, {short(found[0].name)} {found[0].counts}, is within chance"
    return f"{said} {largest} when {counted(len(found), 'theme')} are compared."


def _alt(
    said: Said, rows: list[Themes], themes: list[str], found: list[Move], names: list[str]
) -> str:
    last = rows[-1]
    shown = [(last.counts[key] or 0, said.names[key]) for key in themes]
    count, name = max(shown, key=lambda pair: pair[0])
    largest = (
        f"Most in {names[-1]}: {short(name)}, {count} of {last.base}."
        if count
        else f"In {names[-1]} no count is shown."
    )
    moved = f"{short(found[0].name)} changes most, {found[0].counts}." if found else ""
    return alt_of(
        f"Table of themes at {len(rows)} events with darker cells for larger shares.",
        largest,
        moved,
    )
