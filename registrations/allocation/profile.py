"""What people get, in counts: for the page that compares."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

from registrations.allocation.problem import Problem, Seats

S = TypeVar("S", bound=Hashable)

_RANKS = ("first", "second", "third")
_OTHER, _NO_WISHES, _NOWHERE = "other", "no_wishes", "nowhere"


@dataclass(frozen=True)
class Profile:
    """Seats by what was wished: "other" is further down or not on the list, "nowhere" no seat.

    Who wished nothing in a slot and has a seat is in "no_wishes"; without one, in "nowhere".
    """

    first: int = 0
    second: int = 0
    third: int = 0
    other: int = 0
    no_wishes: int = 0
    nowhere: int = 0

    def as_counts(self) -> dict[str, int]:
        return asdict(self)


def met(session: S | None, ranks: Mapping[S, int]) -> str:
    """Which wish a seat met, as `Profile` calls it. `ranks`, from 1, are the wishes of that slot.

    `session` is None where there was no seat.
    """
    if session is None:
        return _NOWHERE
    if not ranks:
        return _NO_WISHES
    rank = ranks.get(session)
    return _RANKS[rank - 1] if rank and rank <= len(_RANKS) else _OTHER


def in_order(wishes: Iterable[S]) -> dict[S, int]:
    """The rank of each wish, from 1."""
    return {session: rank for rank, session in enumerate(wishes, 1)}


def profile(problem: Problem, seats: Seats) -> Profile:
    """The counts over everybody who needs a seat; those who lead are not in them."""
    counts = Profile().as_counts()
    for person, slot in problem.cells():
        ranks = in_order(person.wishes.get(slot, ()))
        counts[met(seats.get((person.id, slot)), ranks)] += 1
    return Profile(**counts)
