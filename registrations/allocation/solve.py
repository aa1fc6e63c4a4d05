"""From a problem to a result."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence

from registrations.allocation.clashes import check
from registrations.allocation.course import Course, Step, steps
from registrations.allocation.measuring import LOTS, MOVES, SHORT, UNSEATED, measure
from registrations.allocation.model import Model, least_moved, lot
from registrations.allocation.parties import parties, unmet
from registrations.allocation.problem import Goal, Problem, Result, Seats, Session
from registrations.allocation.program import OutOfTimeError
from registrations.allocation.solver import UnsolvedError
from registrations.allocation.start import any_seats, least_missing


def allocate(
    problem: Problem, *, seconds: float = 120.0, on_goal: Callable[[str], None] | None = None
) -> Result:
    """Place everybody as well as it can be done. Raises ClashError for what is fixed and cannot be.

    `on_goal` is called with the name of each goal when work on it begins; `seconds` are of
    processor time. When they are up, or the solver fails, the best so far comes back, and the goals
    that are not proven have a bound below their value. `seats` has every slot of every person who
    is there, None where there is no seat, and the sessions of those who lead.
    """
    until = time.process_time() + seconds
    check(problem)
    search = _Search(problem, until, on_goal or (lambda name: None))
    # What was reached until then stands, and says itself what is not proven.
    with contextlib.suppress(OutOfTimeError, UnsolvedError):
        search.go()
    return search.result()


class _Search:
    """The courses that were tried for a problem, and the best that they found."""

    def __init__(self, problem: Problem, until: float, on_goal: Callable[[str], None]) -> None:
        self.problem = problem
        self.parties = parties(problem)
        self._until, self._on_goal = until, on_goal
        self._told: set[str] = set()
        self._courses: list[Course] = []
        # The course whose bounds hold for every allocation, once there is one.
        self._course: Course | None = None
        self._is_done = False

    def go(self) -> None:
        """Raises OutOfTimeError and UnsolvedError."""
        first, *later = steps(keep=self.problem.keep)
        course = self._unmoved(first) if self.problem.keep else self._anywhere(first)
        self._course = course
        course.go([step for step in later if step[0] not in course.bounds])
        self._is_done = True

    def _unmoved(self, first: Step) -> Course:
        """A course in which nobody moves, if as many have seats in it as can have; else any.

        Most seats are decided then, and the rest is quick.
        """
        course = self._begin(may_move=False)
        course.go([first])
        missing = course.bounds[UNSEATED], course.bounds[SHORT]
        if missing != least_missing(self.problem, self.parties):
            wide = self._anywhere(first)
            if missing != (wide.bounds[UNSEATED], wide.bounds[SHORT]):
                return wide
        course.go([(MOVES,)])
        least = sum(least_moved(self.problem, party) for party in self.parties)
        # Where somebody loses their seat, one who moves may keep two in theirs.
        return course if course.bounds[MOVES] == least else self._anywhere(first)

    def _anywhere(self, first: Step) -> Course:
        course = self._course = self._begin(may_move=True)
        course.go([first])
        return course

    def _begin(self, *, may_move: bool) -> Course:
        model = Model(self.problem, self.parties, until=self._until, may_move=may_move)
        course = Course(model, self._tell)
        self._courses.append(course)
        return course

    def _tell(self, goal: str) -> None:
        if goal not in self._told:
            self._told.add(goal)
            self._on_goal(goal)

    def result(self) -> Result:
        """The best that was found, with what is proven of it."""
        seats = min(self._found(), key=lambda one: tuple(measure(self.problem, one).values()))
        values = measure(self.problem, seats) | {LOTS: self._lots(seats)}
        bounds = dict(
            zip((UNSEATED, SHORT), least_missing(self.problem, self.parties), strict=True)
        )
        bounds |= self._course.bounds if self._course else {}
        goals = [
            Goal(name, value, min(value, bounds.get(name, 0)), self._seconds(name))
            for name, value in values.items()
        ]
        return Result(seats=seats, goals=tuple(goals), unmet=unmet(self.problem, self.parties))

    def _found(self) -> Iterator[Seats]:
        """Allocations to choose from; only one when everything was reached."""
        if self._is_done and self._course:
            yield self._seats(self._course.model.seated(self._course.program.found[-1]))
            return
        yield self._seats(any_seats(self.problem, self.parties))
        for course in self._courses:
            for solution in course.program.found:
                yield self._seats(course.model.seated(solution))

    def _seats(self, seated: Sequence[Session | None]) -> Seats:
        seats: Seats = {
            (person.id, slot): session.id
            for person in self.problem.people
            for slot, session in self.problem.led(person).items()
        }
        for party, session in zip(self.parties, seated, strict=True):
            for one in party.members:
                seats[one.id, party.slot] = session.id if session else None
        return seats

    def _lots(self, seats: Seats) -> int:
        drawn = (
            lot(self.problem.seed, person.id, session)
            for person, slot in self.problem.cells()
            if (session := seats[person.id, slot])
        )
        return sum(drawn)

    def _seconds(self, goal: str) -> float:
        return sum(course.seconds.get(goal, 0.0) for course in self._courses)
