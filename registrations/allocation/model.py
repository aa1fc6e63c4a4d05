"""The seats that could be given as variables of a program, and what they cost each goal."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from registrations.allocation.measuring import (
    COST,
    LET_DOWN,
    LOTS,
    MOVES,
    SHORT,
    UNSEATED,
    is_moved,
)
from registrations.allocation.parties import Party
from registrations.allocation.problem import Problem, Session, rank, rank_cost
from registrations.allocation.program import Program, Row
from registrations.allocation.solver import Vector

K = TypeVar("K", bound=Hashable)

# Draws of the lottery: so many that two seats hardly ever draw the same.
DRAWS = 1 << 20


class Model:
    """A variable for each party with each session it may sit in, and others for what is missing.

    Without `may_move`, only those seats are there in which as few have moved as can have.
    """

    def __init__(
        self, problem: Problem, parties: Sequence[Party], *, until: float, may_move: bool = True
    ) -> None:
        self.problem = problem
        self.parties = parties
        self.seats = [
            (number, session)
            for number, party in enumerate(parties)
            for session in (party.options if may_move else _where_they_were(problem, party))
        ]
        self.wishing = sorted(
            {one.id for party in parties for one in party.members if one.wishes.get(party.slot)}
        )
        self.sessions = [session for slot in problem.slots.values() for session in slot]
        at = len(self.seats)
        self.unseated = range(at, at + len(parties))
        self.short = range(self.unseated.stop, self.unseated.stop + len(self.sessions))
        self.let_down = range(self.short.stop, self.short.stop + len(self.wishing))
        self.ranks = [
            max(rank(one, session) for one in parties[number].members)
            for number, session in self.seats
        ]
        self.program = self._program(until)
        self.costs: dict[str, Vector] = {}

    def _program(self, until: float) -> Program:
        fixed = [self.parties[number].is_fixed for number, _session in self.seats]
        lower = [float(one) for one in fixed] + [0.0] * (self.let_down.stop - len(fixed))
        upper = [1.0] * len(fixed)
        upper += [float(not party.is_fixed) for party in self.parties]
        upper += [float(_needed(session)) for session in self.sessions]
        upper += [1.0] * len(self.wishing)
        program = Program(lower, upper, whole=self.unseated.stop, until=until)
        program.add_rows([*self._cells(), *self._loads(), *self._topics(), *self._pleased()])
        return program

    def _cells(self) -> Iterable[Row]:
        """Every party sits in one session, or is without a seat."""
        of = _groups((number, at) for at, (number, _session) in enumerate(self.seats))
        for number, unseated in enumerate(self.unseated):
            yield Row(1, 1, [*of[number], unseated])

    def _loads(self) -> Iterable[Row]:
        """No session has more than its places, nor less than it needs without it being counted."""
        of = _groups((session.id, at) for at, (_number, session) in enumerate(self.seats))
        for session, short in zip(self.sessions, self.short, strict=True):
            taken = of[session.id]
            sizes = [float(self.parties[self.seats[at][0]].size) for at in taken]
            yield Row(_needed(session), session.places, [*taken, short], [*sizes, 1.0])

    def _topics(self) -> Iterable[Row]:
        """Nobody sits in a topic twice."""
        of = _groups(
            ((one.id, session.topic), at)
            for at, (number, session) in enumerate(self.seats)
            for one in self.parties[number].members
        )
        for seats in sorted({tuple(one) for one in of.values() if len(one) > 1}):
            yield Row(0, 1, seats)

    def _pleased(self) -> Iterable[Row]:
        """Who has wishes gets a first or second choice somewhere, or is counted as let down."""
        of = _groups(
            (one.id, at)
            for at, (number, session) in enumerate(self.seats)
            for one in self.parties[number].members
            if 1 <= rank(one, session) <= 2
        )
        for one, let_down in zip(self.wishing, self.let_down, strict=True):
            yield Row(1, math.inf, [*of[one], let_down])

    def cost(self, goal: str) -> Vector:
        """What each variable adds to a goal; the worst rank and pairs are no such sums."""
        import numpy as np

        costs = np.zeros(len(self.program.lower))
        if goal == UNSEATED:
            costs[self.unseated] = [party.size for party in self.parties]
        elif goal == SHORT:
            costs[self.short] = 1
        elif goal == LET_DOWN:
            costs[self.let_down] = 1
        else:
            each = {COST: _rank_cost, MOVES: moved, LOTS: _lots}[goal]
            free = self.program.upper[: len(self.seats)]
            for at in np.flatnonzero(free):
                number, session = self.seats[at]
                costs[at] = each(self.problem, self.parties[number], session)
        if goal == MOVES:
            costs[self.unseated] = [moved(self.problem, party, None) for party in self.parties]
        return costs

    def sure(self, goal: str) -> int:
        """What a goal comes to besides the costs: sessions that need more than they have places."""
        if goal != SHORT:
            return 0
        return sum(max(0, one.minimum) - _needed(one) for one in self.sessions)

    def spread(self, costs: Vector) -> int:
        """How far two allocations can be apart in these costs, at most."""
        import numpy as np

        dear, cheap = np.zeros(len(self.parties)), np.full(len(self.parties), np.inf)
        of = np.array([number for number, _session in self.seats], dtype=np.int64)
        of = np.append(of, np.arange(len(self.parties)))
        at = np.flatnonzero(self.program.upper[: len(of)])
        np.maximum.at(dear, of[at], costs[at])
        np.minimum.at(cheap, of[at], costs[at])
        rest = costs[len(of) :] * (self.program.upper - self.program.lower)[len(of) :]
        return int((dear - cheap).sum() + rest.sum())

    def seated(self, solution: Vector) -> list[Session | None]:
        """Where each party sits in a solution."""
        import numpy as np

        found: list[Session | None] = [None] * len(self.parties)
        for at in np.flatnonzero(solution[: len(self.seats)] > 0.5):
            number, session = self.seats[at]
            found[number] = session
        return found


def moved(problem: Problem, party: Party, session: Session | None) -> int:
    """How many of a party sat elsewhere before."""
    now = session.id if session else None
    return sum(is_moved(problem, one, party.slot, now) for one in party.members)


def least_moved(problem: Problem, party: Party) -> int:
    """How many of a party have moved at the least, whatever is done about the others."""
    if not any((one.id, party.slot) in problem.previous for one in party.members):
        return 0
    seats = party.options if party.is_fixed else (*party.options, None)
    return min(moved(problem, party, session) for session in seats)


def _where_they_were(problem: Problem, party: Party) -> list[Session]:
    least = least_moved(problem, party)
    return [one for one in party.options if moved(problem, party, one) == least]


def lot(seed: str, person: str, session: str) -> int:
    """What somebody drew for a session; it depends on nothing else."""
    digest = hashlib.sha256(f"{seed}|{person}|{session}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % DRAWS


def _lots(problem: Problem, party: Party, session: Session) -> int:
    return sum(lot(problem.seed, one.id, session.id) for one in party.members)


def _rank_cost(_problem: Problem, party: Party, session: Session) -> int:
    return sum(rank_cost(rank(one, session)) for one in party.members)


def _needed(session: Session) -> int:
    """How many a session needs of those it has places for; the rest is missing in any case."""
    return max(0, min(session.minimum, session.places))


def _groups(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = defaultdict(list)
    for key, at in pairs:
        found[key].append(at)
    return found
