"""Tiny problems with everything that can be in them: no allocation is better than ours."""

import itertools
import random

import pytest

from registrations.allocation import ClashError, allocate
from tests.registrations.tiny_problems import brute_force, keeps_the_rules, measured, tiny_problem


@pytest.mark.parametrize("round_of_fifty", range(10))
def test_of_500_problems_none_can_be_solved_better(round_of_fifty):
    solved = 0
    for number in itertools.count(round_of_fifty * 1000):
        problem = tiny_problem(random.Random(number))  # noqa: S311 - made-up forums
        best = brute_force(problem)
        if best is None:
            with pytest.raises(ClashError):
                allocate(problem)
            continue
        result = allocate(problem)
        found = tuple(goal.value for goal in result.goals)
        assert found == best, f"problem {number}"
        assert measured(problem, result.seats) == found, f"problem {number}"
        assert keeps_the_rules(problem, result.seats), f"problem {number}"
        assert all(goal.is_proven for goal in result.goals), f"problem {number}"
        solved += 1
        if solved == 50:
            return
