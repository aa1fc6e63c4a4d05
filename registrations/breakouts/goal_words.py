"""The goals of a run in plain words: how far each was reached, and whether that is proven."""

from dataclasses import dataclass

from forum import small_counts
from registrations.allocation import Problem, measuring
from registrations.allocation.measuring import (
    COST,
    LET_DOWN,
    LOTS,
    MOVES,
    PAIRS,
    SHORT,
    UNSEATED,
    WORST,
)
from registrations.models import Allocation
from registrations.models.breakouts import Mode

# Of each goal what it counts, and what is done while it is worked on.
_WORDS = {
    UNSEATED: ("Seats missing", "finding everybody a seat"),
    SHORT: (
        "People missing from sessions that need more",
        "filling sessions up to what they need",
    ),
    WORST: ("Worst choice that anybody gets", "sparing everybody a poor choice"),
    LET_DOWN: (
        "People with neither a first nor a second choice",
        "giving everybody a first or second choice somewhere",
    ),
    COST: ("Steps down from first choices", "bringing people closer to first choices"),
    PAIRS: ("Pairs of colleagues in one session", "parting colleagues"),
    MOVES: ("Seats that are not what people were told", "leaving people where they are"),
    LOTS: ("Lots", "drawing lots between what is equal"),
}
_HINTS = {
    WORST: "A session that is not on a list counts as one after its last.",
    COST: "A second choice counts 1, a third 3, a fourth 6.",
}


@dataclass(frozen=True)
class GoalLine:
    """One goal of a run as the team reads it."""

    name: str
    title: str
    hint: str
    value: str
    is_proven: bool
    bound: str


def lines(run: Allocation, *, hides_seats: bool) -> list[GoalLine]:
    """The goals of a run in their order; moves only where people had been told something.

    With `hides_seats` a small count of missing seats stays hidden: beside a need that no room
    meets it would count who asked for it.
    """
    goals = run.figures.get("goals", [])
    return [
        GoalLine(
            name=goal["name"],
            title=title(goal["name"]),
            hint=_HINTS.get(goal["name"], ""),
            value=_said(goal, "value", hides_seats=hides_seats),
            is_proven=goal["value"] == goal["bound"],
            bound=_said(goal, "bound", hides_seats=hides_seats),
        )
        for goal in goals
        if goal["name"] != MOVES or run.basis_id
    ]


@dataclass(frozen=True)
class Step:
    """One goal of a run that is being worked on: done, in hand (`is_now`), or still to come."""

    words: str
    is_done: bool
    is_now: bool


def steps(run: Allocation) -> list[Step]:
    """What a run does one after another, and how far it is."""
    names = measuring.names(Problem((), (), seed="", keep=run.mode == Mode.KEEP))
    order = [*names, LOTS]
    at = order.index(run.progress) if run.progress in order else -1
    return [Step(doing(name), number < at, number == at) for number, name in enumerate(order)]


def title(name: str) -> str:
    """What a goal counts."""
    return _WORDS.get(name, (name, ""))[0]


def doing(name: str) -> str:
    """What is done while a goal is worked on: "parting colleagues"."""
    return _WORDS.get(name, ("", name))[1]


def _said(goal: dict[str, int | str], which: str, *, hides_seats: bool) -> str:
    """The value of a goal or its bound, unless it has to stay hidden."""
    count = int(goal[which])
    is_hidden = hides_seats and goal["name"] == UNSEATED and small_counts.alone(count) is None
    return small_counts.FEWER if is_hidden else str(count)
