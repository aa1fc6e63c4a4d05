"""A table of shaded cells with their numbers: darker is a larger share of the column."""

from dataclasses import dataclass

from analysis.charts.colours import PANEL, QUIET, on, shade
from analysis.charts.fonts import LINE, SMALL, TEXT, wrapped
from analysis.charts.style import Paper, Sheet

_NAMES, _HEAD, _CELL, _NARROW_CELL = 230, 50, 41, 36
# A share of six in ten is as dark as it gets.
_DARKEST = 0.6


@dataclass(frozen=True)
class Heat:
    """Columns with the number their cells are counted of; a cell that is None is not shown."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        left = 0 if paper.is_narrow else _NAMES
        wide = (width - left) / len(self.columns)
        size = SMALL if paper.is_narrow else TEXT
        heads = _heads([name for name, _base in self.columns], wide - 4, size)
        tall = max(len(lines) for lines in heads)
        for place, (lines, (_name, base)) in enumerate(zip(heads, self.columns, strict=True)):
            x = left + (place + 0.5) * wide
            for number, words in enumerate(lines, start=tall - len(lines)):
                paper.text(*(x, 16 + 18 * number, words), bold=True, size=size, across="center")
            under = 18 * (tall - 1) + 36
            paper.text(x, under, f"of {base}", size=SMALL, colour=QUIET, across="center")
        y = float(_HEAD + 18 * (tall - 1))
        for name, cells in self.rows:
            y = self._row(paper, y, name, cells, left, wide)
        return paper.cut(y)

    def _row(
        self,
        paper: Paper,
        y: float,
        name: str,
        cells: tuple[int | None, ...],
        left: int,
        wide: float,
    ) -> float:
        lines = wrapped(name, paper.width if paper.is_narrow else left - 16)
        if paper.is_narrow:
            for words in lines:
                paper.text(0, y + 14, words)
                y += LINE
            high, after = _NARROW_CELL, 10
        else:
            high, after = max(_CELL, LINE * len(lines) + 12), 3
            top = y + high / 2 - LINE * len(lines) / 2
            for number, words in enumerate(lines):
                paper.text(0, top + LINE * number + 15, words)
        for place, (value, (_name, base)) in enumerate(zip(cells, self.columns, strict=True)):
            colour = PANEL if not value else shade(value / base / _DARKEST)
            x = left + place * wide
            paper.box(x + 1, y, wide - 3, high, colour, edged=False)
            _write(paper, x + wide / 2, y + high / 2, value, colour, wide)
        return y + high + after


def _heads(names: list[str], room: float, size: int) -> list[list[str]]:
    """The heads in lines: of short ones that do not all fit in one, each has a word to a line."""
    heads = [wrapped(name, room, size=size, bold=True) for name in names]
    words = [name.split() for name in names]
    if max(map(len, heads)) == 2 and all(len(parts) <= 2 for parts in words):
        return words
    return heads


def _write(
    paper: Paper, x: float, middle: float, value: int | None, colour: str, wide: float
) -> None:
    if value is not None:
        size = TEXT + 1
        paper.text(
            x, middle + 6, str(value), bold=True, size=size, colour=on(colour), across="center"
        )
        return
    lines = ["not shown"] if wide > 80 else ["not", "shown"]
    top = middle + 5 - 8 * (len(lines) - 1)
    for number, words in enumerate(lines):
        paper.text(x, top + 15 * number, words, size=SMALL, colour=QUIET, across="center")
