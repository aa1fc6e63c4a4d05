"""Columns in the order of time, each with its number on top where there is room."""

from dataclasses import dataclass

from analysis.charts.along import fit, inside, told
from analysis.charts.colours import INK, PANEL, QUIET, TONES, Tone
from analysis.charts.fonts import LARGE, LINE, SMALL, width_of
from analysis.charts.style import Paper, Sheet

_TOP, _HIGH, _BELOW, _STUB = 30, 170, 25, 10
_WIDEST, _GAP = 80, 2
HIDDEN = "Not shown"


@dataclass(frozen=True)
class Column:
    """What stands under it, and its number; None is not shown."""

    name: str
    value: int | None
    tone: Tone = "main"


@dataclass(frozen=True)
class Columns:
    """Columns side by side; `line` is a place among them, as an upright with its words above.

    A place of 3 is the left edge of the fourth column.
    """

    columns: tuple[Column, ...]
    line: tuple[int, str] | None = None

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        values = [column.value or 0 for column in self.columns]
        most = max(1, *values)
        step = min(width / len(values), _WIDEST)
        xs = [(place + 0.5) * step for place in range(len(values))]
        top = _TOP + (LINE + 6 if self.line else 0)
        foot = top + _HIGH
        gap = _GAP if step > 6 else 1
        for x, column in zip(xs, self.columns, strict=True):
            high = _STUB if column.value is None else column.value / most * _HIGH
            colour = PANEL if column.value is None else TONES[column.tone]
            if high:
                paper.box(x - step / 2 + gap / 2, foot - high, step - gap, high, colour)
        paper.line([0, len(values) * step], [foot, foot], QUIET, 1)
        if self.line:
            _upright(paper, self.line[0] * step, self.line[1], foot)
        for place in _numbered(self.columns, values, xs, width):
            words = f"{values[place]:,}"
            x = inside(xs[place], width_of(words, size=LARGE, bold=True), width)
            y = foot - values[place] / most * _HIGH - 8
            paper.text(x, y, words, bold=True, size=LARGE, across="center")
        names = [column.name for column in self.columns]
        for place in told(names, xs, width, held=self.line and self.line[0]):
            x = inside(xs[place], width_of(names[place]), width)
            paper.text(x, foot + _BELOW, names[place], across="center")
        y = foot + _BELOW + 12
        if any(column.value is None for column in self.columns):
            paper.box(0, y + 3, 15, 15, PANEL)
            paper.text(23, y + 16, HIDDEN, size=SMALL, colour=QUIET)
            y += 26
        return paper.cut(y)


def _numbered(
    columns: tuple[Column, ...], values: list[int], xs: list[float], width: int
) -> list[int]:
    """All that are shown and not nought where there is room, else the highest, last and first."""
    words = [f"{value:,}" for value in values]
    shown = [place for place, column in enumerate(columns) if column.value]
    if _fits(shown, words, xs, width):
        return shown
    chosen: list[int] = []
    for place in dict.fromkeys([max(shown, key=values.__getitem__), shown[-1], shown[0]]):
        is_clear = _is_clear(place, values, xs, width_of(words[place], size=LARGE, bold=True))
        if is_clear and _fits([*chosen, place], words, xs, width):
            chosen.append(place)
    return chosen


def _fits(chosen: list[int], words: list[str], xs: list[float], width: int) -> bool:
    return fit(chosen, words, xs, width, size=LARGE, bold=True, apart=2)


def _is_clear(place: int, values: list[int], xs: list[float], wide: float) -> bool:
    """Whether no higher column stands where the number would."""
    return all(
        value <= values[place] or abs(x - xs[place]) > wide
        for x, value in zip(xs, values, strict=True)
    )


def _upright(paper: Paper, x: float, words: str, foot: float) -> None:
    """A thin line from its words down to the foot."""
    wide = width_of(words)
    paper.box(x - 0.5, LINE + 2, 1, foot - LINE - 2, INK)
    paper.text(inside(x, wide, paper.width), 15, words, across="center")
