"""The analysis on paper for a meeting of trustees: charts with their numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import method
from analysis.adding_up import Analysis
from analysis.findings.finding import Cell, Finding, Table, listed

# So many rows stand under a chart; the workbook has all.
_ROWS = 6
# What is true of the page and not of these few rows.
_HAS_ALL = re.compile(r"; the table has (?:them )?all(?: [\d,]+)?(?=\.)")


@dataclass(frozen=True)
class Leaf:
    """One chart, by its number on the paper, and the first rows of its table."""

    number: int
    finding: Finding
    table: Table
    more: str

    @property
    def headline(self) -> str:
        return self.finding.headline

    @property
    def words(self) -> str:
        return _HAS_ALL.sub("", self.finding.words) if self.more else self.finding.words


@dataclass(frozen=True)
class Paper:
    """`parts` are headings with their charts, `how` says which were counted how, and `open` are
    the findings that cannot be drawn yet.
    """

    asked: str
    parts: list[tuple[str, list[Leaf]]]
    how: list[tuple[str, str]]
    open: list[Finding]


def lay_out(analysis: Analysis) -> Paper:
    """The charts that are drawn, in the order of the page."""
    drawn = [finding for finding in analysis.findings if finding.drawing and finding.table]
    numbers = {finding.key: number for number, finding in enumerate(drawn, start=1)}
    parts = [
        (
            section.title,
            [leaf(numbers[each.key], each) for each in findings if each.key in numbers],
        )
        for section, findings in analysis.sections
    ]
    return Paper(
        asked=method.asked(analysis.filter),
        parts=[(title, leaves) for title, leaves in parts if leaves],
        how=_how(numbers),
        open=[finding for finding in analysis.findings if finding.key not in numbers],
    )


def leaf(number: int, finding: Finding) -> Leaf:
    """A chart with the rows of its table that are printed."""
    table = finding.table or Table((), ())
    if len(table.rows) <= _ROWS:
        return Leaf(number, finding, table, "")
    return Leaf(
        number,
        finding,
        Table(table.headings, tuple(_some(table.rows))),
        f"{_ROWS} of {len(table.rows)} rows; the workbook has all.",
    )


def _some(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The first, which matter most; of rows that count on, some from the first to the last."""
    if not all(str(row[0]).isdecimal() for row in rows):
        return list(rows[:_ROWS])
    last = len(rows) - 1
    return [rows[round(place * last / (_ROWS - 1))] for place in range(_ROWS)]


def _how(numbers: dict[str, int]) -> list[tuple[str, str]]:
    """What is said of how charts were counted, each once: "Charts 1 and 2", "Chart 3"."""
    of: dict[str, list[int]] = {}
    for key, number in numbers.items():
        for said in method.HOW.get(key, ()):
            of.setdefault(said, []).append(number)
    return [(_charts(found), said) for said, found in of.items()]


def _charts(numbers: list[int]) -> str:
    return f"Chart{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"
