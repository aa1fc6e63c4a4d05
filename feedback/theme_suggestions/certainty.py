"""How sure a score is: the probability that somebody agrees, and from where on it is suggested.

Both are learned from leave-one-out scores: what the model would have said of each text that was
read, had it not been among what was learned. Below 20 texts that says little, and what was
measured elsewhere stands in.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

ENOUGH = 20
_STEPS = 25


@dataclass(frozen=True)
class Certainty:
    """The probability is the logistic function of `slope` times the score plus `start`.

    Suggested is what reaches the threshold, and where `always_one` the likeliest in any case.
    """

    slope: float
    start: float
    threshold: float
    always_one: bool = True

    def of(self, scores: "Matrix") -> "Matrix":
        import numpy as np

        found: Matrix = 1 / (1 + np.exp(-(self.slope * scores + self.start)))
        return found

    def suggests(self, scores: "Matrix") -> "NDArray[np.bool_]":
        """Of a row of scores for each text: which themes are suggested."""
        return _suggested(scores, self.threshold, always_one=self.always_one)


# Between those fitted on patient feedback and on a consultation on cycling, with 5 to 20 texts read
# and with none: from descriptions alone scores are low, and tell more.
PRIOR = Certainty(slope=10.0, start=-4.1, threshold=0.2)
FROM_DESCRIPTIONS = Certainty(slope=32.0, start=-6.0, threshold=0.13)


def learned(scores: "Matrix", truth: "Matrix") -> Certainty:
    """From the leave-one-out scores, a row for each text and a column for each theme."""
    if not len(scores):
        return FROM_DESCRIPTIONS
    if len(scores) < ENOUGH or not truth.any():
        return PRIOR
    slope, start = _logistic(scores.ravel(), truth.ravel())
    threshold = _threshold(scores.ravel(), truth.ravel())
    quality = {
        one: micro_f1(_suggested(scores, threshold, always_one=one), truth) for one in (True, False)
    }
    return Certainty(slope, start, threshold, always_one=quality[True] >= quality[False])


def micro_f1(said: "NDArray[np.bool_]", truth: "Matrix") -> float:
    """Right suggestions, twice, over all suggestions and all that people found."""
    both = float(said.sum() + truth.sum())
    return 2 * float(truth[said].sum()) / both if both else 0.0


def _suggested(scores: "Matrix", threshold: float, *, always_one: bool) -> "NDArray[np.bool_]":
    found: NDArray[np.bool_] = scores >= threshold
    if always_one:
        found[range(len(scores)), scores.argmax(axis=1)] = True
    return found


def _logistic(scores: "Matrix", truth: "Matrix") -> tuple[float, float]:
    """The likeliest slope and start, held lightly to those of the prior."""
    import numpy as np

    rows = np.column_stack([scores, np.ones_like(scores)]).astype(np.float64)
    prior = np.array([PRIOR.slope, PRIOR.start])
    held = np.diag([1 / 4**2, 1 / 2**2])
    at = prior.copy()
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-np.clip(rows @ at, -30, 30)))
        slope = rows.T @ (said - truth) + held @ (at - prior)
        bend = (rows * (said * (1 - said))[:, None]).T @ rows + held
        step = np.linalg.solve(bend, slope)
        at = at - step
        if abs(step).max() < 1e-6:
            break
    return float(at[0]), float(at[1])


def _threshold(scores: "Matrix", truth: "Matrix") -> float:
    """From where on suggesting is best by micro-F1; between the last score in and the first out."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    quality = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    last = int(np.argmax(quality))
    after = min(last + 1, len(order) - 1)
    return float(scores[order[last]] + scores[order[after]]) / 2
