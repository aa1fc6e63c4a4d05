"""Which words stand along a line without touching, when there is no room for all of them."""

import itertools
from collections.abc import Sequence

from analysis.charts.fonts import LARGE, TEXT, width_of

_APART = 14


def inside(x: float, wide: float, width: float) -> float:
    """The middle of words that stay on the sheet."""
    return min(max(x, wide / 2), width - wide / 2)


def told(
    names: Sequence[str], xs: Sequence[float], width: float, *, held: int | None = None
) -> list[int]:
    """Which points have their name at the foot: each, or each second, third... from one on.

    That one is `held`, or else the last.
    """
    count = len(names)
    for step in range(1, count):
        start = (count - 1 if held is None else held) % step
        chosen = list(range(start, count, step))
        if fit(chosen, names, xs, width):
            return chosen
    return [count - 1] if names else []


def ends_first(names: Sequence[str], xs: Sequence[float], width: float) -> list[int]:
    """Which of a few points have their name: the last, the first, others where there is room."""
    chosen: list[int] = []
    for place in dict.fromkeys([len(names) - 1, 0, *range(1, len(names))]):
        if fit([*chosen, place], names, xs, width):
            chosen.append(place)
    return chosen


def numbered(
    values: Sequence[int], words: Sequence[str], xs: Sequence[float], width: float
) -> list[int]:
    """Which points say their number: all where there is room, else last, highest, lowest, first."""
    last = len(values) - 1
    if fit(list(range(last + 1)), words, xs, width, size=LARGE, bold=True):
        return list(range(last + 1))
    chosen: list[int] = []
    for place in dict.fromkeys([last, values.index(max(values)), values.index(min(values)), 0]):
        if fit([*chosen, place], words, xs, width, size=LARGE, bold=True):
            chosen.append(place)
    return chosen


def fit(
    chosen: list[int],
    words: Sequence[str],
    xs: Sequence[float],
    width: float,
    *,
    size: int = TEXT,
    bold: bool = False,
    apart: float = _APART,
) -> bool:
    """Whether the words of these points stand side by side without touching."""
    ends = []
    for place in sorted(chosen):
        wide = width_of(words[place], size=size, bold=bold)
        middle = inside(xs[place], wide, width)
        ends.append((middle - wide / 2, middle + wide / 2))
    return all(one[1] + apart <= next_[0] for one, next_ in itertools.pairwise(ends))
