"""What it would cost to grant somebody a seat: force it, place everybody anew, and compare."""

from dataclasses import dataclass, replace

from registrations.allocation.clashes import ClashError
from registrations.allocation.measuring import measure
from registrations.allocation.problem import Problem, Result
from registrations.allocation.solve import allocate


@dataclass(frozen=True)
class Price:
    """The first goal that would be worse, with its value before and after.

    `goal` is None when nothing that the goals count would be worse: the seat was drawn by lot, or
    with `is_better` all of them together would be better, as where somebody was kept in another.
    `clash` is the kind of the Clash when the seat cannot be given at all, else "". Where the time
    was up before that was proven, `after` is no more than what was found.
    """

    goal: str | None
    before: int = 0
    after: int = 0
    clash: str = ""
    is_proven: bool = True
    is_better: bool = False


def price(
    problem: Problem,
    result: Result,
    *,
    person: str,
    slot: str,
    session: str,
    seconds: float = 20.0,
) -> Price:
    """What this seat would cost the others, or the person in another slot.

    Only `seats` of the result are looked at. Who is kept elsewhere in that slot is let go first,
    and that they leave the seat they had is no move.
    """
    previous = {seat: one for seat, one in problem.previous.items() if seat != (person, slot)}
    problem = replace(problem, previous=previous)
    people = [
        replace(one, fixed={**one.fixed, slot: session}) if one.id == person else one
        for one in problem.people
    ]
    before = measure(problem, result.seats)
    try:
        granted = allocate(replace(problem, people=people), seconds=seconds)
    except ClashError as error:
        return Price(None, clash=error.clashes[0].kind)
    after = measure(problem, granted.seats)
    proven = {goal.name: goal.is_proven for goal in granted.goals}
    is_proven = True
    for goal, value in before.items():
        is_proven = is_proven and proven[goal]
        if after[goal] != value:
            worse = Price(goal, value, after[goal], is_proven=is_proven)
            return worse if after[goal] > value else Price(None, is_better=True)
    return Price(None)
