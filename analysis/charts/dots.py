"""Dots on a line, in the order of time, over a foot that is nought."""

import itertools
from dataclasses import dataclass

from analysis.charts.along import inside, numbered, told
from analysis.charts.colours import BLUE, QUIET
from analysis.charts.fonts import LARGE, width_of
from analysis.charts.style import Paper, Sheet

_FOOT, _HIGH, _EDGE, _BELOW = 218, 180, 24, 25
# Where points are closer than this, only those with a number have a dot.
_CLOSE = 18
# From the line to the foot of a number above it, and of one below it.
_OVER, _UNDER = 12, 24


@dataclass(frozen=True)
class Dots:
    """Two points or more: what stands under each, and its number."""

    points: tuple[tuple[str, int], ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        values = [value for _name, value in self.points]
        words = [f"{value:,}" for value in values]
        most = max(1, *values)
        step = (width - 2 * _EDGE) / (len(values) - 1)
        xs = [_EDGE + place * step for place in range(len(values))]
        ys = [_FOOT - value / most * _HIGH for value in values]
        told_of = numbered(values, words, xs, width)
        paper.line([0, width], [_FOOT, _FOOT], QUIET, 1)
        paper.line(xs, ys, BLUE, 3 if step >= _CLOSE else 2)
        dotted = range(len(values)) if step >= _CLOSE else told_of
        paper.dots([xs[place] for place in dotted], [ys[place] for place in dotted])
        for place in told_of:
            half = width_of(words[place], size=LARGE, bold=True) / 2
            x = inside(xs[place], 2 * half, width)
            y = _clear(xs, ys, x, half + 2, ys[place])
            paper.text(x, y, words[place], bold=True, size=LARGE, across="center")
        names = [name for name, _value in self.points]
        for place in told(names, xs, width):
            x = inside(xs[place], width_of(names[place]), width)
            paper.text(x, _FOOT + _BELOW, names[place], across="center")
        return paper.cut(_FOOT + _BELOW + 12)


def _clear(xs: list[float], ys: list[float], middle: float, half: float, y: float) -> float:
    """Where the foot of a number stands clear of the line: above it, or below where that is nearer.

    Below it must be clear of the foot of the chart too.
    """
    beside = [y, *_heights(xs, ys, middle - half, middle + half)]
    above, below = min(beside) - _OVER, max(beside) + _UNDER
    is_nearer = below - _UNDER - y < y - above - _OVER
    return below if is_nearer and below < _FOOT - 2 else above


def _heights(xs: list[float], ys: list[float], left: float, right: float) -> list[float]:
    """How high the line is at both ends of a stretch, and at the points in it."""
    found = [y for x, y in zip(xs, ys, strict=True) if left <= x <= right]
    for (x, y), (next_x, next_y) in itertools.pairwise(zip(xs, ys, strict=True)):
        ends = [at for at in (left, right) if x <= at <= next_x]
        found += [y + (next_y - y) * (at - x) / (next_x - x) for at in ends]
    return found
