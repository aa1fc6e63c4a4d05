"""Whether a change is more than chance would bring, so that no headline is made of noise."""

import math
from statistics import NormalDist

_DOUBT = 0.05


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
