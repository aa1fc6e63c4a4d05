"""What do small groups raise? Themes where most of the room was local, against the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import chance
from analysis.attendance.figures import Attendance, Together
from analysis.chance import Change, Point
from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.colours import Tone
from analysis.findings.finding import Cell, Finding, Table, alt_of, counted, in_words, short
from analysis.voices import Said, Themes
from forum import small_counts
from forum.models.people import Reach

KEY = "small_groups"
_ROWS = 6
_OF = 100
# Bars are as long as the share in thousandths, so that events of other sizes compare.
_FINE = 1000
_NO_NAMES = "Answers carry no organisation, so this compares events and not who said what."


@dataclass(frozen=True)
class _Side:
    """Events of one kind, and what is shown of a theme over them."""

    rows: tuple[Themes, ...]

    @property
    def base(self) -> int:
        return sum(row.base for row in self.rows)

    def shown(self, key: str) -> int:
        return sum(row.counts[key] or 0 for row in self.rows)

    def cell(self, key: str) -> Cell:
        """31, "31 or more", or None: what is hidden at one event is left out."""
        shown = self.shown(key)
        if any(row.counts[key] is None for row in self.rows):
            return f"{shown} or more" if shown else None
        return shown

    def in_words(self, key: str) -> str:
        return in_words(self.cell(key))

    def points(self, key: str, at: float, hidden: int) -> list[Point]:
        """Its events, taking each hidden count as this many."""
        return [
            Point(at, hidden if (count := row.counts[key]) is None else count, row.base)
            for row in self.rows
        ]


@dataclass(frozen=True)
class _Theme:
    key: str
    name: str
    change: Change


def find(together: Together, said: Said) -> Finding:
    """Of the events where enough was read and it is told how far most organisations reach."""
    local, others = _sides(together, said)
    keys = [key for key in said.names if local.shown(key) or others.shown(key)]
    if not local.rows or not others.rows or not keys:
        return Finding(
            KEY,
            "What small groups raise cannot be told yet",
            "When themes were read at an event where more than half of the organisations were"
            " local, and at another, the two are compared here.",
        )
    themes = _compared(said, keys, local, others)
    return Finding(
        key=KEY,
        headline=_headline(themes, local, others),
        words=_words(themes, local, others),
        alt=_alt(themes, local, others),
        table=Table(
            (
                "Theme",
                f"Mostly local, of {local.base}",
                f"Other events, of {others.base}",
            ),
            tuple((theme.name, local.cell(theme.key), others.cell(theme.key)) for theme in themes),
        ),
        drawing=Bars(tuple(_group(theme, local, others) for theme in themes[:_ROWS])),
    )


def _sides(together: Together, said: Said) -> tuple[_Side, _Side]:
    """Events where more than half of the organisations were local, and where not.

    Only by counts that are shown to who asked; where these do not tell, the event is left out.
    """
    attended = {row.event.pk: row for row in together.rows}
    known = [
        (_is_local(attended[row.event.pk]), row) for row in said.rows if row.event.pk in attended
    ]
    return (
        _Side(tuple(row for is_local, row in known if is_local)),
        _Side(tuple(row for is_local, row in known if is_local is False)),
    )


def _is_local(row: Attendance) -> bool | None:
    """Whether local ones were more than half of its organisations; None where that is hidden."""
    local = dict(row.reach).get(Reach.LOCAL, 0) if row.reach else None
    if local is None or not row.organisations:
        return None
    return local * 2 > row.organisations


def _compared(said: Said, keys: Sequence[str], local: _Side, others: _Side) -> list[_Theme]:
    """The themes, those of a clear difference first; then the most raised.

    A hidden count is 1 to 4. A difference is clear when it is whatever these are, so it is looked
    at with the fewest on one side and the most on the other, and the other way round.
    """
    most = small_counts.LEAST - 1
    pairs = [
        chance.changes([others.points(key, 0, there) + local.points(key, 1, here) for key in keys])
        for here, there in ((1, most), (most, 1))
    ]
    themes = []
    for key, one, two in zip(keys, *pairs, strict=True):
        if one and two:
            low, high = min(one.low, two.low), max(one.high, two.high)
            if any(key in row.nearly_all for row in (*local.rows, *others.rows)):
                low, high = -1.0, 1.0
            themes.append(_Theme(key, said.names[key], Change((one.by + two.by) / 2, low, high)))
    return sorted(
        themes,
        key=lambda theme: (
            not theme.change.is_clear,
            -abs(theme.change.by) if theme.change.is_clear else 0,
            -local.shown(theme.key) - others.shown(theme.key),
            theme.name,
        ),
    )


def _headline(themes: Sequence[_Theme], local: _Side, others: _Side) -> str:
    first = themes[0]
    if not first.change.is_clear:
        return "No clear difference in what is raised where most groups are local"
    word = "more" if first.change.by > 0 else "less"
    here, there = local.in_words(first.key), others.in_words(first.key)
    return (
        f"{short(first.name)} is raised {word} where most groups are local:"
        f" {here} of {local.base}, against {there} of {others.base}"
    )


def _words(themes: Sequence[_Theme], local: _Side, others: _Side) -> str:
    said = (
        f"{counted(len(local.rows), 'event')} where more than half of the organisations were local,"
        f" and {counted(len(others.rows), 'other')}. {_NO_NAMES}"
        " Counts of 1 to 4 at one event are left out."
    )
    change = themes[0].change
    if change.is_clear:
        sign, word = (1, "more") if change.by > 0 else (-1, "fewer")
        least, most = sorted(round(_OF * sign * bound) for bound in (change.low, change.high))
        said += f" The difference is likely {least} to {most} {word} of every {_OF}."
    return (
        f"{said} {counted(len(themes), 'theme')} {'was' if len(themes) == 1 else 'were'} compared."
    )


def _alt(themes: Sequence[_Theme], local: _Side, others: _Side) -> str:
    first = themes[0]
    return alt_of(
        "Bar chart of themes at events where most organisations were local and at others:"
        f" {short(first.name)}, {local.in_words(first.key)} of {local.base} against"
        f" {others.in_words(first.key)} of {others.base}."
    )


def _group(theme: _Theme, local: _Side, others: _Side) -> Group:
    return Group(
        theme.name,
        (
            _bar(theme.key, local, "main", "mostly local"),
            _bar(theme.key, others, "pale", "other events"),
        ),
    )


def _bar(key: str, side: _Side, tone: Tone, word: str) -> Bar:
    said = side.in_words(key)
    if side.cell(key) is None:
        return Bar((), f"{word}: {said}")
    length = round(_FINE * side.shown(key) / side.base)
    return Bar(((length, tone),), f"{said} of {side.base}, {word}")
