"""Counts that only rise, as steps from left to right; at the end of each its number and name."""

from dataclasses import dataclass

from analysis.charts.along import ends_first, inside
from analysis.charts.colours import QUIET, TONES, Tone
from analysis.charts.fonts import LARGE, LINE, width_of, wrapped
from analysis.charts.style import Paper, Sheet

_TOP, _HIGH, _BELOW, _AFTER = 14, 186, 25, 10
_WORDS, _NARROW_WORDS = 190, 104
_LARGE_LINE, _BETWEEN = 22, 8


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
        room = _NARROW_WORDS if paper.is_narrow else _WORDS
        labels = [wrapped(rise.name, room) for rise in self.rises]
        heights = [_LARGE_LINE + LINE * len(lines) for lines in labels]
        wide = width - room - _AFTER
        high = max(_HIGH, sum(heights) + _BETWEEN * (len(heights) - 1))
        foot = _TOP + high
        places = [place for rise in self.rises for place, _count in rise.steps]
        places += [place for place, _words in self.foot]
        first, last = min(places), max(places)
        most = max(1, *(rise.total for rise in self.rises))

        def x_of(place: int) -> float:
            return (place - first) / max(1, last - first) * wide

        paper.line([0, wide], [foot, foot], QUIET, 1)
        ends: list[float] = []
        for rise in reversed(self.rises):
            xs, ys, y = [0.0], [float(foot)], float(foot)
            for place, count in rise.steps:
                xs += [x_of(place)] * 2
                ys += [y, y := foot - count / most * high]
            paper.line([*xs, x_of(last)], [*ys, y], TONES[rise.tone], 3)
            ends.insert(0, y)
        for rise, lines, top in zip(self.rises, labels, _apart(ends, heights, foot), strict=True):
            x = width - room
            paper.text(x, top + 17, f"{rise.total:,}", bold=True, size=LARGE)
            for number, words in enumerate(lines):
                paper.text(x, top + _LARGE_LINE + LINE * number + 15, words)
        _name_places(paper, self.foot, [x_of(place) for place, _words in self.foot], foot, wide)
        return paper.cut(foot + _BELOW + 12)


def _apart(ends: list[float], heights: list[int], foot: float) -> list[float]:
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
    ceiling = 0.0
    for place in reversed(order):
        tops[place] = max(tops[place], ceiling)
        ceiling = tops[place] + heights[place] + _BETWEEN
    return tops


def _name_places(
    paper: Paper, names: tuple[tuple[int, str], ...], xs: list[float], foot: float, wide: float
) -> None:
    words = [name for _place, name in names]
    for place in ends_first(words, xs, wide):
        paper.box(xs[place] - 0.5, foot, 1, 5, QUIET)
        middle = inside(xs[place], width_of(words[place]), wide)
        paper.text(middle, foot + _BELOW, words[place], across="center")
