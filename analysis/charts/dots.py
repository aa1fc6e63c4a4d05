"""Dots on a line, in the order of time, over a foot that is nought."""

from dataclasses import dataclass

from analysis.charts.along import inside, numbered, told
from analysis.charts.colours import BLUE, QUIET
from analysis.charts.fonts import LARGE, width_of
from analysis.charts.style import Paper, Sheet

_FOOT, _HIGH, _EDGE, _BELOW = 218, 180, 24, 25
_CLOSE = 60


@dataclass(frozen=True)
class Dots:
    """Two points or more: what stands under each, and its number."""

    points: tuple[tuple[str, int], ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        values = [value for _name, value in self.points]
        most = max(1, *values)
        step = (width - 2 * _EDGE) / (len(values) - 1)
        xs = [_EDGE + place * step for place in range(len(values))]
        ys = [_FOOT - value / most * _HIGH for value in values]
        paper.line([0, width], [_FOOT, _FOOT], QUIET, 1)
        paper.line(xs, ys, BLUE, 3)
        paper.dots(xs, ys)
        for place in numbered(values, [str(value) for value in values], xs, width):
            words = str(values[place])
            x = inside(xs[place], width_of(words, size=LARGE, bold=True), width)
            y = ys[place] + (25 if _is_low(values, place, step) else -14)
            paper.text(x, y, words, bold=True, size=LARGE, across="center")
        names = [name for name, _value in self.points]
        for place in told(names, xs, width):
            x = inside(xs[place], width_of(names[place]), width)
            paper.text(x, _FOOT + _BELOW, names[place], across="center")
        return paper.cut(_FOOT + _BELOW + 12)


def _is_low(values: list[int], place: int, step: float) -> bool:
    """Whether the line only rises from this point, so that its number stands below.

    At an end the number keeps out of a steep line; where points are far apart no line is steep.
    """
    beside = [values[near] for near in (place - 1, place + 1) if 0 <= near < len(values)]
    is_end = len(beside) == 1
    return all(value > values[place] for value in beside) and (not is_end or step < _CLOSE)
