"""A linear program that is solved for one goal after another, and keeps what each has reached.

What keeps a goal is no row "not worse than": whoever is as good as the optimum leaves at nought
what has a reduced cost, and fills what has a price. So those variables and rows are fixed, which is
exact, and the program stays as easy as it was. Only where the optimum is no whole solution are
whole numbers asked for, and a row is added where they cost more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, isfinite
from typing import Any

from registrations.allocation.solver import (
    NOISE,
    End,
    UnsolvedError,
    Vector,
    run,
    solver,
)
from registrations.allocation.whole import Whole, in_whole_numbers

# How far a sum may seem off; those of lots come to some 10 to the 10.
_OFF = 1e-3


class OutOfTimeError(RuntimeError):
    """The time was up. No solution comes to less than `bound`; None when that is not known."""

    def __init__(self, bound: int | None = None) -> None:
        self.bound = bound
        super().__init__("The time was up.")


@dataclass(frozen=True)
class Row:
    """What a weighted sum of variables may come to; without weights each counts once."""

    least: float
    most: float
    columns: Sequence[int]
    weights: Sequence[float] | None = None


def at_least(relaxed: float) -> int:
    """The whole number that nothing can go below when it cannot go below this."""
    return ceil(relaxed - _OFF) if isfinite(relaxed) else 0


@dataclass(frozen=True)
class Optimum:
    """What an objective came to in whole numbers, and `relaxed`, in fractions of them.

    `reduced` and `prices` show that it cannot be less: what a unit of each variable and of each row
    adds. They are empty when nothing was free any more.
    """

    value: int
    relaxed: float
    costs: Vector
    reduced: Vector
    prices: Vector


class Program:
    """Variables between bounds, rows over them, and objectives that are met one after another.

    The first `whole` variables take whole numbers. `until` is the processor time at which it gives
    up. `found` are the solutions in whole numbers, in the order in which they were found.
    """

    def __init__(
        self, lower: Sequence[float], upper: Sequence[float], *, whole: int, until: float
    ) -> None:
        import numpy as np

        self._highs: Any = solver(until)
        self._whole, self._until = whole, until
        self.lower: Vector = np.zeros(0)
        self.upper: Vector = np.zeros(0)
        self._least: Vector = np.zeros(0)
        self._most: Vector = np.zeros(0)
        self.found: list[Vector] = []
        self.add_variables(lower, upper)

    def add_variables(self, lower: Sequence[float], upper: Sequence[float]) -> None:
        import numpy as np

        if not len(upper):
            return
        low, high = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
        none = np.zeros(0, dtype=np.int32)
        starts = np.zeros(len(low), dtype=np.int32)
        zeros = np.zeros(len(low))
        self._highs.addCols(len(low), zeros, low, high, 0, starts, none, np.zeros(0))
        self.lower, self.upper = np.append(self.lower, low), np.append(self.upper, high)

    def add_rows(self, rows: Sequence[Row]) -> None:
        import numpy as np

        if not rows:
            return
        sizes = np.array([len(row.columns) for row in rows])
        columns = np.fromiter(chain.from_iterable(row.columns for row in rows), dtype=np.int32)
        weights = chain.from_iterable(row.weights or [1.0] * len(row.columns) for row in rows)
        least = np.array([row.least for row in rows], dtype=np.float64)
        most = np.array([row.most for row in rows], dtype=np.float64)
        self._highs.addRows(
            len(rows),
            least,
            most,
            len(columns),
            (np.cumsum(sizes) - sizes).astype(np.int32),
            columns,
            np.fromiter(weights, dtype=np.float64),
        )
        self._least, self._most = np.append(self._least, least), np.append(self._most, most)

    def bound(self, lower: Vector, upper: Vector) -> None:
        """Other bounds for the variables."""
        import numpy as np

        every = np.arange(len(lower), dtype=np.int32)
        self._highs.changeColsBounds(len(lower), every, lower, upper)
        self.lower, self.upper = lower, upper

    def least(self, costs: Vector) -> Optimum:
        """The least that these whole costs come to. Raises OutOfTimeError and UnsolvedError."""
        import numpy as np

        if self.found and not costs[self.lower < self.upper].any():
            value = round(float(costs @ self.lower))
            return Optimum(value, value, costs, np.zeros(0), np.zeros(0))
        every = np.arange(len(costs), dtype=np.int32)
        self._highs.changeColsCost(len(costs), every, costs)
        if self._run() == End.IMPOSSIBLE:
            raise UnsolvedError("Nothing keeps what was reached.")
        relaxed: float = self._highs.getInfo().objective_function_value
        solution = self._highs.getSolution()
        reduced, prices = np.array(solution.col_dual), np.array(solution.row_dual)
        value = round(relaxed)
        chosen = np.array(solution.col_value)
        if not self._takes(chosen):
            whole = self._in_whole_numbers(at_least(relaxed), chosen)
            if whole.end == End.IMPOSSIBLE:
                raise UnsolvedError("No whole numbers keep what was reached.")
            value = round(whole.value)
        return Optimum(value, relaxed, costs, reduced, prices)

    def can_spare(self, which: Vector) -> bool:
        """Whether these variables can all be nought; then they are, and the last found shows it.

        Raises OutOfTimeError and UnsolvedError.
        """
        import numpy as np

        if not which[self.lower < self.upper].any():
            return True
        # The objective stays as it was: its optimum is a good place to begin from.
        before = self.upper
        self.bound(self.lower, np.where(which, 0.0, before))
        can = self._run() != End.IMPOSSIBLE
        if can and not self._takes(chosen := np.array(self._highs.getSolution().col_value)):
            reached = at_least(self._highs.getInfo().objective_function_value)
            can = self._in_whole_numbers(reached, chosen).end != End.IMPOSSIBLE
        if not can:
            self.bound(self.lower, before)
        return can

    def _run(self) -> End:
        end = run(self._highs, self._until)
        if end == End.LATE:
            raise OutOfTimeError
        return end

    def _takes(self, chosen: Vector) -> bool:
        """Takes a solution in whole numbers among those that were found; no other."""
        import numpy as np

        seats = chosen[: self._whole]
        is_whole = bool((np.abs(seats - np.round(seats)) < NOISE).all())
        if is_whole:
            self.found.append(chosen)
        return is_whole

    def _in_whole_numbers(self, bound: int, relaxed: Vector) -> Whole:
        best = in_whole_numbers(
            self._highs, relaxed, whole=self._whole, bound=bound, until=self._until
        )
        self.found += best.found
        if best.end == End.LATE:
            raise OutOfTimeError(max(bound, at_least(best.bound)))
        return best

    def keep(self, best: Optimum) -> None:
        """From now on only what is as good as this optimum, the last that was found."""
        import numpy as np

        if not len(best.reduced):
            return
        gap = best.value - best.relaxed
        is_tight = gap < _OFF
        slack = NOISE if is_tight else gap + _OFF
        lower, upper = self.lower.copy(), self.upper.copy()
        none, full = best.reduced > slack, best.reduced < -slack
        upper[none] = lower[none]
        lower[full] = upper[full]
        self.bound(lower, upper)
        if is_tight:
            self._fill(best.prices)
        else:
            used = np.flatnonzero(best.costs)
            self.add_rows([Row(best.value, best.value, list(used), list(best.costs[used]))])

    def _fill(self, prices: Vector) -> None:
        """Make equalities of the rows that have a price."""
        import numpy as np

        least, most = self._least.copy(), self._most.copy()
        low, high = prices > NOISE, prices < -NOISE
        most[low] = least[low]
        least[high] = most[high]
        changed = np.flatnonzero(low | high).astype(np.int32)
        self._least, self._most = least, most
        self._highs.changeRowsBounds(len(changed), changed, least[changed], most[changed])
