"""Counts that only rise, as steps from left to right; at the end of each its number and name."""

from dataclasses import dataclass

from analysis.charts.along import ends_first, inside
from analysis.charts.colours import QUIET, TONES, Tone
from analysis.charts.fonts import LARGE, LINE, width_of, wrapped
from analysis.charts.style import Paper, Sheet

_HIGH, _TOP, _BELOW, _AFTER = 186, 14, 25, 10
# What stands at the ends: numbers with names, and where that is narrow numbers alone.
_NAMES, _SAMPLE = 190, 26
_NUMBER, _BETWEEN = 22, 8


@dataclass(frozen=True)
class Rise:
    """Where it is after each step, as (place, count) in the order of places, and its name."""

    name: str
    steps: tuple[tuple[int, int], ...]
    tone: Tone = "main"

    @property
    def total(self) -> int:
        return self.steps[-1][1]


@dataclass(frozen=True)
class Steps:
    """Rises over one foot; `foot` names some of its places, such as (-30, "30 days before").

    Every rise begins at nought and goes on to the last place. The first is painted on top.
    """

    rises: tuple[Rise, ...]
    foot: tuple[tuple[int, str], ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        top: float = _TOP
        if paper.is_narrow:
            top += self._key(paper)
            room = max(width_of(f"{r.total:,}", size=LARGE, bold=True) for r in self.rises)
            labels: list[list[str]] = [[] for _rise in self.rises]
        else:
            room = _NAMES
            labels = [wrapped(rise.name, room) for rise in self.rises]
        heights = [_NUMBER + LINE * len(lines) for lines in labels]
        wide = width - room - _AFTER
        high = max(_HIGH, sum(heights) + _BETWEEN * (len(heights) - 1))
        ends = self._lines(paper, top + high, high, wide)
        tops = _apart(ends, heights, top + high, top - _TOP)
        for rise, lines, y in zip(self.rises, labels, tops, strict=True):
            paper.text(width - room, y + 17, f"{rise.total:,}", bold=True, size=LARGE)
            for number, words in enumerate(lines):
                paper.text(width - room, y + _NUMBER + LINE * number + 15, words)
        return paper.cut(top + high + _BELOW + 12)

    def _key(self, paper: Paper) -> float:
        """The names above the lines, where there is no room beside them; how high they are."""
        y = 0.0
        for rise in self.rises:
            paper.box(0, y + 9, _SAMPLE - 8, 3, TONES[rise.tone], edged=False)
            for words in wrapped(rise.name, paper.width - _SAMPLE):
                paper.text(_SAMPLE, y + 15, words)
                y += LINE
            y += 2
        return y + _BETWEEN

    def _lines(self, paper: Paper, foot: float, high: float, wide: float) -> list[float]:
        """Paint the rises and the foot; how high each rise ends."""
        places = [place for rise in self.rises for place, _count in rise.steps]
        places += [place for place, _words in self.foot]
        first, last = min(places), max(places)
        most = max(1, *(rise.total for rise in self.rises))

        def x_of(place: int) -> float:
            return (place - first) / max(1, last - first) * wide

        paper.line([0, wide], [foot, foot], QUIET, 1)
        ends: list[float] = []
        for rise in reversed(self.rises):
            xs, ys, y = [0.0], [foot], foot
            for place, count in rise.steps:
                xs += [x_of(place)] * 2
                ys += [y, y := foot - count / most * high]
            paper.line([*xs, x_of(last)], [*ys, y], TONES[rise.tone], 3)
            ends.insert(0, y)
        xs = [x_of(place) for place, _words in self.foot]
        _name_places(paper, [words for _place, words in self.foot], xs, foot, wide)
        return ends


def _apart(ends: list[float], heights: list[int], foot: float, ceiling: float) -> list[float]:
    """Where each label begins: beside the end of its line, but not over another, nor past the foot.

    The lowest is laid first; each above it is moved up as far as it must.
    """
    order = sorted(range(len(ends)), key=lambda place: (-ends[place], -place))
    tops = [0.0] * len(ends)
    floor = foot + 4.0
    for place in order:
        tops[place] = min(ends[place] - 11, floor - heights[place])
        floor = tops[place] - _BETWEEN
    # What was moved over the upper edge comes down again, and what is under it with it.
    for place in reversed(order):
        tops[place] = max(tops[place], ceiling)
        ceiling = tops[place] + heights[place] + _BETWEEN
    return tops


def _name_places(paper: Paper, names: list[str], xs: list[float], foot: float, wide: float) -> None:
    for place in ends_first(names, xs, wide):
        paper.box(xs[place] - 0.5, foot, 1, 5, QUIET)
        middle = inside(xs[place], width_of(names[place]), wide)
        paper.text(middle, foot + _BELOW, names[place], across="center")
