"""The sign-up sheet: what people would get when each chose in turn. Only to compare with."""

from collections.abc import Sequence

from registrations.allocation.parties import Party, parties
from registrations.allocation.problem import Problem, Seats, Session, rank


def first_come(problem: Problem, order: Sequence[str]) -> Seats:
    """Each person, in this order of ids, takes the best that is left in every slot.

    Where nothing on the list is left, they take the session with most free seats. What is kept is
    kept, who comes along is signed up with their person; minimums are nobody's to look after.
    """
    seats: Seats = {}
    left = {session.id: session.places for session in problem.sessions}
    had: dict[str, set[str]] = {person.id: set() for person in problem.people}
    for person in problem.people:
        for slot, session in problem.led(person).items():
            seats[person.id, slot] = session.id
    turns = {one: number for number, one in enumerate(order)}
    for party in sorted(
        parties(problem),
        key=lambda one: (not one.is_fixed, turns.get(one.members[0].id, len(turns))),
    ):
        found = _best(party, left, had)
        for person in party.members:
            seats[person.id, party.slot] = found.id if found else None
            if found:
                left[found.id] -= 1
                had[person.id].add(found.topic)
    return seats


def _best(party: Party, left: dict[str, int], had: dict[str, set[str]]) -> Session | None:
    topics = set[str]().union(*(had[person.id] for person in party.members))
    free = [
        session
        for session in party.options
        if left[session.id] >= party.size and session.topic not in topics
    ]
    first = party.members[0]
    return min(free, key=lambda s: (rank(first, s), -left[s.id], s.id), default=None)
