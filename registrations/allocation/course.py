"""The goals, one after another: each is reached in full before the next is looked at."""

import time
from collections.abc import Callable, Sequence
from math import ceil

from registrations.allocation import measuring
from registrations.allocation.measuring import COST, LET_DOWN, LOTS, MOVES, PAIRS, UNSEATED, WORST
from registrations.allocation.mixing import mix
from registrations.allocation.model import Model
from registrations.allocation.program import OutOfTimeError
from registrations.allocation.solver import Vector

# Two goals are met in one as long as the first weighs no more than this against the second; beyond
# it the arithmetic of the solver is too rough.
HEAVIEST = 1_000_000

Step = tuple[str, ...]

_FIRST: Step = (UNSEATED, measuring.SHORT)
_RANKS: tuple[Step, ...] = ((WORST,), (LET_DOWN, COST), (PAIRS,))
_FULL: tuple[Step, ...] = (_FIRST, *_RANKS, (MOVES,), (LOTS,))
_KEEP: tuple[Step, ...] = (_FIRST, (MOVES,), *_RANKS, (LOTS,))


def steps(*, keep: bool) -> tuple[Step, ...]:
    """The goals in their order; those in one step are met by one objective."""
    return _KEEP if keep else _FULL


class Course:
    """The steps that one model has gone; `bounds` and `seconds` are of the goals it came to."""

    def __init__(self, model: Model, on_goal: Callable[[str], None]) -> None:
        self.model, self.program = model, model.program
        self.bounds: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self._on_goal = on_goal

    def go(self, steps: Sequence[Step]) -> None:
        """Raises OutOfTimeError and UnsolvedError; what was reached until then stands."""
        for step in steps:
            for name in step:
                self._on_goal(name)
            begun = time.process_time()
            try:
                self._meet(step)
            finally:
                self.seconds[step[0]] = time.process_time() - begun

    def _meet(self, step: Step) -> None:
        if step == (WORST,):
            self._worst()
        elif step == (PAIRS,):
            self._one(PAIRS, *mix(self.model))
        elif len(step) == 1:
            self._sum(step[0])
        else:
            self._both(*step)

    def _sum(self, goal: str) -> None:
        self._one(goal, self.model.cost(goal), self.model.sure(goal))

    def _one(self, goal: str, costs: Vector, sure: int = 0) -> None:
        """Meets one goal; `sure` is what it comes to besides the costs."""
        self.bounds[goal] = sure
        try:
            best = self.program.least(costs)
        except OutOfTimeError as late:
            self.bounds[goal] = sure + (late.bound or 0)
            raise
        self.program.keep(best)
        self.bounds[goal] = sure + best.value

    def _both(self, first: str, second: str) -> None:
        """Meets two goals in one: one more of the first weighs more than all of the second."""
        lead, rest = self.model.cost(first), self.model.cost(second)
        weight = self.model.spread(rest) + 1
        if weight > HEAVIEST:
            self._sum(first)
            self._sum(second)
            return
        try:
            best = self.program.least(lead * weight + rest)
        except OutOfTimeError as late:
            most = float(rest[rest > 0] @ self.program.upper[rest > 0])
            self.bounds[first] = max(0, ceil(((late.bound or 0) - most) / weight))
            raise
        self.program.keep(best)
        lesser = round(float(rest @ self.program.found[-1]))
        self.bounds[second] = lesser + self.model.sure(second)
        self.bounds[first] = round((best.value - lesser) / weight)

    def _worst(self) -> None:
        """Halves the ranks until none is found that nobody need have; forced ones are not in it."""
        import numpy as np

        ranks = np.zeros(len(self.program.lower))
        ranks[: len(self.model.ranks)] = self.model.ranks
        forced = int(ranks[self.program.lower > 0].max(initial=0))
        worst = int(ranks[self.program.found[-1] > 0.5].max(initial=0))
        levels = sorted({forced, *(one for one in self.model.ranks if forced < one <= worst)})
        low, high = 0, len(levels) - 1
        self.bounds[WORST] = forced
        while low < high:
            middle = (low + high) // 2
            if self.program.can_spare(ranks > levels[middle]):
                high = middle
            else:
                low = middle + 1
            self.bounds[WORST] = levels[low]
        # Where no test has done it, as nothing better was possible: no worse ones from now on.
        self.program.can_spare(ranks > levels[high])
