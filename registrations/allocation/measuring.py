"""What an allocation comes to, counted from the seats themselves."""

from collections import Counter
from math import comb

from registrations.allocation.problem import Person, Problem, Seats, rank, rank_cost

UNSEATED, SHORT, WORST = "without a seat", "short of minimums", "worst rank"
LET_DOWN, COST = "no first or second choice", "rank cost"
PAIRS, MOVES, LOTS = "pairs of colleagues", "moves", "lots"
_FULL = (UNSEATED, SHORT, WORST, LET_DOWN, COST, PAIRS, MOVES)
_KEEP = (UNSEATED, SHORT, MOVES, WORST, LET_DOWN, COST, PAIRS)


def names(problem: Problem) -> tuple[str, ...]:
    """The goals in their order, without the lots."""
    return _KEEP if problem.keep else _FULL


def measure(problem: Problem, seats: Seats) -> dict[str, int]:
    """The value of each goal, in their order, without the lots."""
    cells = list(problem.cells())
    placed = [
        (person, slot, problem.by_id[session])
        for person, slot in cells
        if (session := seats.get((person.id, slot)))
    ]
    load = Counter(session.id for _person, _slot, session in placed)
    ranks = [rank(person, session) for person, _slot, session in placed]
    wishing = {person.id for person, slot in cells if person.wishes.get(slot)}
    pleased = {one[0].id for one, place in zip(placed, ranks, strict=True) if 1 <= place <= 2}
    values = {
        UNSEATED: len(cells) - len(placed),
        SHORT: sum(max(0, one.minimum - load[one.id]) for one in problem.sessions),
        WORST: max(ranks, default=0),
        LET_DOWN: len(wishing - pleased),
        COST: sum(rank_cost(place) for place in ranks),
        PAIRS: _pairs(problem, seats),
        MOVES: sum(is_moved(problem, one, slot, seats.get((one.id, slot))) for one, slot in cells),
    }
    return {name: values[name] for name in names(problem)}


def is_moved(problem: Problem, person: Person, slot: str, session: str | None) -> bool:
    """Whether the person sat elsewhere in this slot before, in a session that is still held.

    Whoever has no seat any more has moved too: nobody gives theirs up for somebody else's.
    """
    before = problem.by_id.get(problem.previous.get((person.id, slot), ""))
    return before is not None and before.slot == slot and before.id != session


def _pairs(problem: Problem, seats: Seats) -> int:
    """Two of one organisation in one session, each two counted; with those who lead it."""
    together = Counter(
        (session, person.organisation)
        for person in problem.people
        if person.organisation
        for session in _sits(problem, person, seats)
    )
    return sum(comb(count, 2) for count in together.values())


def _sits(problem: Problem, person: Person, seats: Seats) -> set[str]:
    found = {seats.get((person.id, slot)) for slot in problem.slots}
    return {session for session in found if session} | person.leads
