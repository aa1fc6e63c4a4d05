"""Dots on a line, in the order of time, over a foot that is nought."""

import itertools
from dataclasses import dataclass

from analysis.charts.colours import BLUE, QUIET
from analysis.charts.style import LARGE, TEXT, Paper, width_of

_FOOT, _HIGH, _EDGE, _BELOW = 218, 180, 24, 25
_APART, _CLOSE = 14, 60


@dataclass(frozen=True)
class Dots:
    """Two points or more: what stands under each, and its number."""

    points: tuple[tuple[str, int], ...]

    def paint(self, width: int) -> bytes:
        paper = Paper(width)
        values = [value for _name, value in self.points]
        most = max(1, *values)
        step = (width - 2 * _EDGE) / (len(values) - 1)
        xs = [_EDGE + place * step for place in range(len(values))]
        ys = [_FOOT - value / most * _HIGH for value in values]
        paper.line([0, width], [_FOOT, _FOOT], QUIET, 1)
        paper.line(xs, ys, BLUE, 3)
        paper.dots(xs, ys)
        for place in _numbered(values, xs, width):
            words = str(values[place])
            x = _inside(xs[place], width_of(words, size=LARGE, bold=True), width)
            y = ys[place] + (25 if _is_low(values, place, step) else -14)
            paper.text(x, y, words, bold=True, size=LARGE, across="center")
        names = [name for name, _value in self.points]
        for place in _told(names, xs, width):
            x = _inside(xs[place], width_of(names[place]), width)
            paper.text(x, _FOOT + _BELOW, names[place], across="center")
        return paper.printed(_FOOT + _BELOW + 12)


def _inside(x: float, wide: float, width: int) -> float:
    """The middle of words that stay on the sheet."""
    return min(max(x, wide / 2), width - wide / 2)


def _numbered(values: list[int], xs: list[float], width: int) -> list[int]:
    """Which points say their number: all where there is room, else last, highest, lowest, first."""
    last = len(values) - 1
    highest, lowest = values.index(max(values)), values.index(min(values))
    words = [str(value) for value in values]
    if _fit(list(range(last + 1)), words, xs, width, size=LARGE, bold=True):
        return list(range(last + 1))
    told: list[int] = []
    for place in dict.fromkeys([last, highest, lowest, 0]):
        if _fit([*told, place], words, xs, width, size=LARGE, bold=True):
            told.append(place)
    return told


def _is_low(values: list[int], place: int, step: float) -> bool:
    """Whether the line only rises from this point, so that its number stands below.

    At an end the number keeps out of a steep line; where points are far apart no line is steep.
    """
    beside = [values[near] for near in (place - 1, place + 1) if 0 <= near < len(values)]
    is_end = len(beside) == 1
    return all(value > values[place] for value in beside) and (not is_end or step < _CLOSE)


def _told(names: list[str], xs: list[float], width: int) -> list[int]:
    """Which points have their name at the foot: each, or each second, third... from the last."""
    last = len(names) - 1
    for step in range(1, len(names)):
        told = list(range(last, -1, -step))
        if _fit(told, names, xs, width):
            return told
    return [last]


def _fit(
    told: list[int],
    words: list[str],
    xs: list[float],
    width: int,
    *,
    size: int = TEXT,
    bold: bool = False,
) -> bool:
    """Whether the words of these points stand side by side without touching."""
    ends = []
    for place in sorted(told):
        wide = width_of(words[place], size=size, bold=bold)
        middle = _inside(xs[place], wide, width)
        ends.append((middle - wide / 2, middle + wide / 2))
    return all(one[1] + _APART <= next_[0] for one, next_ in itertools.pairwise(ends))
