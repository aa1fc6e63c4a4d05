"""Where to begin: an allocation that keeps the rules, and what no allocation can go below."""

from collections import defaultdict
from collections.abc import Sequence

from registrations.allocation.model import lot, moved
from registrations.allocation.parties import Party
from registrations.allocation.problem import Problem, Session, rank


def any_seats(problem: Problem, parties: Sequence[Party]) -> list[Session | None]:
    """A session for each party, or None: whoever is kept first, then by least choice and by lot.

    Nobody has looked at minimums; it is for when there was no time for anything better.
    """
    left = {session.id: session.places for session in problem.sessions}
    had: dict[str, set[str]] = defaultdict(set)
    for person in problem.people:
        had[person.id] = {session.topic for session in problem.led(person).values()}
    found: list[Session | None] = [None] * len(parties)

    def turn(number: int) -> tuple[bool, int, int]:
        party = parties[number]
        drawn = lot(problem.seed, party.members[0].id, party.slot)
        return not party.is_fixed, len(party.options), drawn

    for number in sorted(range(len(parties)), key=turn):
        party = parties[number]
        free = [
            session
            for session in party.options
            if party.is_fixed
            or (
                left[session.id] >= party.size
                and not any(session.topic in had[one.id] for one in party.members)
            )
        ]
        best = min(free, key=lambda one: _taste(problem, party, one), default=None)
        found[number] = best
        if best:
            left[best.id] -= party.size
            for one in party.members:
                had[one.id].add(best.topic)
    return found


def _taste(problem: Problem, party: Party, session: Session) -> tuple[int, int, str]:
    worst = max(rank(one, session) for one in party.members)
    return (moved(problem, party, session) if problem.keep else 0, worst, session.id)


def least_missing(problem: Problem, parties: Sequence[Party]) -> tuple[int, int]:
    """People without a seat and people whom sessions lack, at the very least."""
    unseated = short = 0
    for slot, sessions in problem.slots.items():
        here = [party for party in parties if party.slot == slot]
        nowhere = sum(party.size for party in here if not party.options)
        people = sum(party.size for party in here)
        unseated += max(nowhere, people - sum(session.places for session in sessions))
        can_come: dict[str, int] = defaultdict(int)
        for party in here:
            for session in party.options:
                can_come[session.id] += party.size
        short += sum(
            max(0, session.minimum - min(session.places, can_come[session.id]))
            for session in sessions
        )
    return max(0, unseated), short
