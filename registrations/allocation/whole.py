"""Whole numbers, where the optimum of a linear program is in fractions."""

from dataclasses import dataclass, replace
from typing import Any

from registrations.allocation.solver import NOISE, End, Vector, run, solver

# With more variables than this, whole numbers are first looked for near the fractions: with this
# share of the others held, then with less.
_MANY = 5000
_HELD = (0.9, 0.6)


@dataclass(frozen=True)
class Whole:
    """What an objective comes to in whole numbers, and what it cannot go below.

    `found` are solutions in whole numbers, the best last; there may be none.
    """

    end: End
    value: float
    bound: float
    found: tuple[Vector, ...]


def in_whole_numbers(
    linear: Any, relaxed: Vector, *, whole: int, bound: int, until: float
) -> Whole:
    """The objective of a program in whole numbers; `relaxed` is its solution in fractions.

    The first `whole` variables take whole numbers; nothing comes to less than `bound`. Few are in
    fractions, as a rule. So most of the others are first held where they are: a solution that comes
    to the bound is as good as any, and the rest need not be looked at.
    """
    found: tuple[Vector, ...] = ()
    for share in _HELD if whole > _MANY else ():
        held = _drawn(relaxed[:whole], share)
        near = _solve(linear, whole, start=None, held=held, until=until)
        found += near.found
        if near.found and round(near.value) <= bound:
            return replace(near, end=End.OPTIMAL, found=found)
    start = found[-1] if found else None
    best = _solve(linear, whole, start=start, held=None, until=until)
    return replace(best, found=found + best.found)


def _drawn(relaxed: Vector, share: float) -> Vector:
    """A share of the variables that are 1, drawn always in the same way."""
    import numpy as np

    ones = np.flatnonzero(relaxed > 1 - NOISE)
    return ones[np.random.default_rng(0).random(len(ones)) < share]


def _solve(
    linear: Any, whole: int, *, start: Vector | None, held: Vector | None, until: float
) -> Whole:
    """Solve the program of `linear` again, its first `whole` variables in whole numbers.

    `start` is a solution that keeps the rows, where one is known; the variables of `held` are 1.
    `linear` stays as it is.
    """
    import highspy
    import numpy as np

    highs = solver(until)
    highs.passModel(linear.getLp())
    every = np.arange(whole, dtype=np.int32)
    kinds = np.full(whole, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
    highs.changeColsIntegrality(whole, every, kinds)
    if held is not None:
        ones = np.ones(len(held))
        highs.changeColsBounds(len(held), held.astype(np.int32), ones, ones)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        highs.setSolution(known)
    end = run(highs, until)
    info = highs.getInfo()
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    found = (np.array(highs.getSolution().col_value),) if is_found else ()
    return Whole(end, info.objective_function_value, info.mip_dual_bound, found)
