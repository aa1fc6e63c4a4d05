"""The sign-up sheet: what people would get when each chose in turn. Only to compare with."""

from collections.abc import Sequence

from registrations.allocation.problem import Person, Problem, Seats, Session, rank


def first_come(problem: Problem, order: Sequence[str]) -> Seats:
    """Each person, in this order of ids, takes the best that is left in every slot.

    Where nothing on the list is left, they take the session with most free seats. What is kept is
    kept; minimums are nobody's to look after.
    """
    people = {person.id: person for person in problem.people}
    seats: Seats = {}
    left = {session.id: session.places for session in problem.sessions}
    had: dict[str, set[str]] = {person.id: set() for person in problem.people}
    for person in problem.people:
        for slot, session in problem.led(person).items():
            seats[person.id, slot] = session.id
    cells = _by_person(problem)
    for is_kept in (True, False):
        for one in order:
            for slot in cells.get(one, []):
                if (slot in people[one].fixed) != is_kept:
                    continue
                found = _best(problem, people[one], slot, left, had[one])
                seats[one, slot] = found.id if found else None
                if found:
                    left[found.id] -= 1
                    had[one].add(found.topic)
    return seats


def _by_person(problem: Problem) -> dict[str, list[str]]:
    """The slots in which each person needs a seat."""
    found: dict[str, list[str]] = {}
    for person, slot in problem.cells():
        found.setdefault(person.id, []).append(slot)
    return found


def _best(
    problem: Problem, person: Person, slot: str, left: dict[str, int], had: set[str]
) -> Session | None:
    free = [
        session
        for session in problem.options(person, slot)
        if left[session.id] > 0 and session.topic not in had
    ]
    return min(free, key=lambda s: (rank(person, s), -left[s.id], s.id), default=None)
