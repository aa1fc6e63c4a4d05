"""HiGHS, the solver: how it is set up, stopped in time, and made to take whole numbers."""

import time
from dataclasses import dataclass
from enum import Enum
from typing import Any

# A numpy array; numpy is loaded only by those who solve.
Vector = Any


class UnsolvedError(RuntimeError):
    """The solver ended without a solution, and not because the time was up."""


class End(Enum):
    """How a run of the solver ended."""

    OPTIMAL = "optimal"
    IMPOSSIBLE = "impossible"
    LATE = "late"


def solver() -> Any:
    """A solver on one thread with fixed seed, so that the same program has the same solution."""
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
    }.items():
        highs.setOptionValue(option, value)
    return highs


def run(highs: Any, until: float) -> End:
    """Solve, at most until this processor time. Raises UnsolvedError."""
    import highspy

    status = highspy.HighsModelStatus
    ends = {
        status.kOptimal: End.OPTIMAL,
        status.kModelEmpty: End.OPTIMAL,
        status.kInfeasible: End.IMPOSSIBLE,
        status.kUnboundedOrInfeasible: End.IMPOSSIBLE,
        status.kTimeLimit: End.LATE,
    }
    while True:
        left = until - time.process_time()
        if left <= 0:
            return End.LATE
        # The solver's clock is the wall's: on a busy machine there may be time left afterwards.
        highs.setOptionValue("time_limit", highs.getRunTime() + left)
        highs.run()
        end = ends.get(highs.getModelStatus())
        if end is None:
            raise UnsolvedError(str(highs.getModelStatus()))
        if end != End.LATE:
            return end


@dataclass(frozen=True)
class Whole:
    """A solution in whole numbers, None when none was found; and what none can go below."""

    end: End
    value: float
    bound: float
    chosen: Vector | None


def in_whole_numbers(linear: Any, whole: int, start: Vector | None, until: float) -> Whole:
    """Solve the program of `linear` again, its first `whole` variables in whole numbers.

    `start` is a solution that keeps the rows, where one is known. `linear` stays as it is.
    """
    import highspy
    import numpy as np

    highs = solver()
    highs.passModel(linear.getLp())
    every = np.arange(whole, dtype=np.int32)
    kinds = np.full(whole, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
    highs.changeColsIntegrality(whole, every, kinds)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        highs.setSolution(known)
    end = run(highs, until)
    info = highs.getInfo()
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    chosen = np.array(highs.getSolution().col_value) if is_found else None
    return Whole(end, info.objective_function_value, info.mip_dual_bound, chosen)
