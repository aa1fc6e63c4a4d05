"""HiGHS, the solver: how it is set up, and stopped in time."""

import time
from enum import Enum
from typing import Any

# Below this a difference is noise of the arithmetic: all costs are whole numbers.
NOISE = 1e-6

# A numpy array; numpy is loaded only by those who solve.
Vector = Any


class UnsolvedError(RuntimeError):
    """The solver ended without a solution, and not because the time was up."""


class End(Enum):
    """How a run of the solver ended."""

    OPTIMAL = "optimal"
    IMPOSSIBLE = "impossible"
    LATE = "late"


def solver(until: float) -> Any:
    """A solver on one thread with fixed seed, so that the same program has the same solution.

    It stops at this processor time. Its own limit is by the clock on the wall, which on a busy
    machine runs several times as fast.
    """
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

    def look_at_the_clock(event: Any) -> None:
        if time.process_time() > until:
            event.interrupt()

    highs.cbSimplexInterrupt += look_at_the_clock
    highs.cbMipInterrupt += look_at_the_clock
    return highs


def run(highs: Any, until: float) -> End:
    """Solve, at most until this processor time. Raises UnsolvedError."""
    import highspy

    status = highspy.HighsModelStatus
    if time.process_time() > until:
        return End.LATE
    highs.run()
    end = {
        status.kOptimal: End.OPTIMAL,
        status.kModelEmpty: End.OPTIMAL,
        status.kInfeasible: End.IMPOSSIBLE,
        status.kUnboundedOrInfeasible: End.IMPOSSIBLE,
        status.kInterrupt: End.LATE,
    }.get(highs.getModelStatus())
    if end is None:
        raise UnsolvedError(str(highs.getModelStatus()))
    return end
