"""Whether a change is more than chance would bring, so that no headline is made of noise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_DOUBT = 0.05
# With fewer that are free, what was measured of the spread is no measure to correct by.
_FEWEST_FREE = 4


def _beyond(tries: int) -> float:
    """How many standard errors a change must have, when the largest of `tries` is looked at."""
    return NormalDist().inv_cdf(1 - _DOUBT / 2 / max(tries, 1))


def counts_differ(first: int, last: int) -> bool:
    """Two counts of people who came, each as chancy as a count is."""
    return abs(last - first) > _beyond(1) * math.sqrt(first + last)


def shares_differ(first: tuple[int, int], last: tuple[int, int], *, tries: int = 1) -> bool:
    """Two shares, each a count and what it is a count of; `tries` were compared to find these."""
    (a, of_a), (b, of_b) = first, last
    if not of_a or not of_b:
        return False
    pooled = (a + b) / (of_a + of_b)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of_a + 1 / of_b))
    return abs(b / of_b - a / of_a) > _beyond(tries) * error


@dataclass(frozen=True)
class Point:
    """So many of a base, at one event; `at` is where it stands on the line, such as its year."""

    at: float
    count: int
    base: int


@dataclass(frozen=True)
class Change:
    """How much a share changes from the first point to the last along the straightest line, and
    between what bounds that is likely to lie."""

    by: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class _Line:
    by: float
    error: float
    # The share where the line begins; no change takes more away than is there, or adds what is not.
    start: float
    # How far points lie from the line, in squared standard errors, and how many are free to.
    off: float
    free: int


def changes(histories: Sequence[Sequence[Point]]) -> list[Change | None]:
    """What changes in each of several shares at the same events; None where none can be told.

    All bounds hold together in 19 of 20 cases: as many shares as are here were compared. Events
    differ by themselves, from one topic and one town to the next; how much is seen from all
    shares together and widens all bounds. Two events alone cannot tell.
    """
    lines = [_line(points) for points in histories]
    fitted = [line for line in lines if line]
    free = sum(line.free for line in fitted)
    spread = max(1.0, sum(line.off for line in fitted) / free) if free else 1.0
    reach = _beyond(len(fitted)) * math.sqrt(spread)
    if spread > 1 and free >= _FEWEST_FREE:
        reach *= _wider(_beyond(len(fitted)), free)
    return [
        Change(
            line.by,
            max(line.by - reach * line.error, -line.start),
            min(line.by + reach * line.error, 1 - line.start),
        )
        if line
        else None
        for line in lines
    ]


def _line(points: Sequence[Point]) -> _Line | None:
    """The line through shares of which larger bases count more, all as chancy as one share is."""
    whole = sum(point.base for point in points)
    if len({point.at for point in points}) < 2 or not all(point.base for point in points):
        return None
    # One more of each kind, so that a share of nought or of all is not taken as certain.
    pooled = (sum(point.count for point in points) + 1) / (whole + 2)
    weights = [point.base / (pooled * (1 - pooled)) for point in points]
    shares = [point.count / point.base for point in points]
    total = sum(weights)
    middle = sum(w * point.at for w, point in zip(weights, points, strict=True)) / total
    mean = sum(w * share for w, share in zip(weights, shares, strict=True)) / total
    away = [point.at - middle for point in points]
    square = sum(w * far**2 for w, far in zip(weights, away, strict=True))
    slope = sum(w * far * (s - mean) for w, far, s in zip(weights, away, shares, strict=True))
    slope /= square
    off = sum(
        w * (share - mean - slope * far) ** 2
        for w, far, share in zip(weights, away, shares, strict=True)
    )
    span = max(away) - min(away)
    start = min(1.0, max(0.0, mean + slope * min(away)))
    return _Line(slope * span, span / math.sqrt(square), start, off, len(points) - 2)


def _wider(normal: float, free: int) -> float:
    """How much wider bounds are when what they rest on was measured too (Student; Fisher's
    expansion to the second term)."""
    first = (normal**2 + 1) / 4
    second = (5 * normal**4 + 16 * normal**2 + 3) / 96
    return 1 + first / free + second / free**2
