"""The goals, one after another: each is reached in full before the next is looked at."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable

from registrations.allocation.clashes import check
from registrations.allocation.measuring import (
    COST,
    LET_DOWN,
    SHORT,
    UNSEATED,
    WORST,
    measure,
    names,
)
from registrations.allocation.problem import (
    Goal,
    Person,
    Problem,
    Result,
    Seats,
    Session,
    rank,
    rank_cost,
)
from registrations.allocation.program import Program

# Draws of the lottery: so many that two seats hardly ever draw the same.
DRAWS = 1 << 20


def allocate(
    problem: Problem, *, seconds: float = 120.0, on_goal: Callable[[str], None] | None = None
) -> Result:
    """Place everybody as well as it can be done. Raises ClashError for what is fixed and cannot be.

    `on_goal` is called with the name of each goal when work on it begins; `seconds` are of
    processor time.

    `seats` has every slot of every person who is there, None where there is no seat, and the
    sessions of those who lead.
    """
    check(problem)
    if on_goal:
        for name in names(problem):
            on_goal(name)
    model = _Model(problem)
    missing = model.place_everybody()
    worst = model.best_worst_rank()
    left_out, cost = model.please()
    seats: Seats = {
        (person.id, slot): session.id
        for person in problem.people
        for slot, session in problem.led(person).items()
    }
    seats |= model.draw()
    proven = {UNSEATED: missing[0], SHORT: missing[1], WORST: worst, LET_DOWN: left_out, COST: cost}
    goals = (
        Goal(name, value, proven.get(name, 0)) for name, value in measure(problem, seats).items()
    )
    return Result(seats=seats, goals=tuple(goals), unmet=problem.unmet())


class _Model:
    """The seats that could be given as variables, with those that say what is missing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cells = list(problem.cells())
        self.seats: list[tuple[Person, str, Session]] = [
            (person, slot, session)
            for person, slot in self.cells
            for session in problem.options(person, slot)
        ]
        self.ranks = [rank(person, session) for person, _slot, session in self.seats]
        self.wishing = sorted({person.id for person, slot in self.cells if person.wishes.get(slot)})
        # After the seats: cells without a seat, what sessions lack, people with no good choice.
        at = len(self.seats)
        self.unseated = range(at, at + len(self.cells))
        minimums = [session for slot in problem.slots.values() for session in slot]
        self.short = range(self.unseated.stop, self.unseated.stop + len(minimums))
        self.let_down = range(self.short.stop, self.short.stop + len(self.wishing))
        upper = [1.0] * at + [1.0] * len(self.cells)
        upper += [float(session.minimum) for session in minimums] + [1.0] * len(self.wishing)
        whole = [number < at for number in range(len(upper))]
        self.program = Program(whole, upper)
        self._add_rows(minimums)

    def _add_rows(self, sessions: list[Session]) -> None:
        by_cell, by_topic = self._by("cell"), self._by("topic")
        by_session, good = self._by("session"), self._by("good")
        row = self.program.row
        for number, (person, slot) in zip(self.unseated, self.cells, strict=True):
            row(1, 1, dict.fromkeys([*by_cell[person.id, slot], number], 1))
        for number, session in zip(self.short, sessions, strict=True):
            taken = dict.fromkeys(by_session[session.id, ""], 1.0)
            row(0, session.places, taken)
            row(session.minimum, math.inf, {**taken, number: 1})
        for seats in by_topic.values():
            if len(seats) > 1:
                row(0, 1, dict.fromkeys(seats, 1))
        for number, one in zip(self.let_down, self.wishing, strict=True):
            row(1, math.inf, dict.fromkeys([*good[one, ""], number], 1))
        for number, (person, slot, _session) in enumerate(self.seats):
            if slot in person.fixed:
                self.program.bound(number, 1, 1)

    def _by(self, what: str) -> dict[tuple[str, str], list[int]]:
        """The variables of seats, put together by what they share in a row."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, (person, slot, session) in enumerate(self.seats):
            keys = {
                "cell": (person.id, slot),
                "topic": (person.id, session.topic),
                "session": (session.id, ""),
                "good": (person.id, ""),
            }
            if what != "good" or 1 <= self.ranks[number] <= 2:
                found[keys[what]].append(number)
        return found

    def place_everybody(self) -> tuple[int, int]:
        """Goals 1 and 2 in one: a person without a seat weighs more than all minimums together."""
        self.weight = 1 + sum(session.minimum for session in self.problem.sessions)
        self.lacking = dict.fromkeys(self.unseated, float(self.weight))
        self.lacking |= dict.fromkeys(self.short, 1.0)
        self.lack = self.program.least(self.lacking)
        return divmod(self.lack, self.weight)

    def best_worst_rank(self) -> int:
        """Goal 3, by halving: whether all that was reached can be reached without worse ranks."""
        kept = [
            place
            for place, (person, slot, _session) in zip(self.ranks, self.seats, strict=True)
            if slot in person.fixed
        ]
        levels = sorted({0, *self.ranks})
        low, high = levels.index(max(kept, default=0)), len(levels) - 1
        while low < high:
            middle = (low + high) // 2
            self._allow(levels[middle])
            if self.program.least(self.lacking) == self.lack:
                high = middle
            else:
                low = middle + 1
        self._allow(levels[high])
        self.program.row(-math.inf, self.lack, self.lacking)
        return levels[high]

    def _allow(self, worst: int) -> None:
        """Let nobody have a worse rank than this; what is kept is never worse."""
        for number, (place, (person, slot, _)) in enumerate(
            zip(self.ranks, self.seats, strict=True)
        ):
            if slot not in person.fixed:
                self.program.bound(number, 0, 1 if place <= worst else 0)

    def please(self) -> tuple[int, int]:
        """Goals 4 and 5 in one: a person let down weighs more than all ranks together."""
        costs = {n: float(rank_cost(place)) for n, place in enumerate(self.ranks) if place > 1}
        worst = max(costs.values(), default=0)
        weight = 1 + int(worst) * len(self.cells)
        costs |= dict.fromkeys(self.let_down, float(weight))
        reached = self.program.least(costs)
        self.program.row(-math.inf, reached, costs)
        return divmod(reached, weight)

    def draw(self) -> Seats:
        """What is equal so far is drawn by lot; the seats."""
        seed = self.problem.seed
        self.program.least(
            {
                number: _lot(f"{seed}|{person.id}|{session.id}")
                for number, (person, _slot, session) in enumerate(self.seats)
            }
        )
        seats: Seats = {(person.id, slot): None for person, slot in self.cells}
        for number in sorted(self.program.chosen(range(len(self.seats)))):
            person, slot, session = self.seats[number]
            seats[person.id, slot] = session.id
        return seats


def _lot(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % DRAWS
