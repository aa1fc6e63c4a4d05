"""What people get, in counts: for the page that compares."""

from dataclasses import asdict, dataclass

from registrations.allocation.problem import Problem, Seats, rank


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


def profile(problem: Problem, seats: Seats) -> Profile:
    """The counts over everybody who needs a seat; those who lead are not in them."""
    counts = Profile().as_counts()
    for person, slot in problem.cells():
        session = seats.get((person.id, slot))
        if session is None:
            counts["nowhere"] += 1
            continue
        place = rank(person, problem.by_id[session])
        is_listed = session in person.wishes.get(slot, ())
        name = ("first", "second", "third")[place - 1] if is_listed and place <= 3 else "other"
        counts[name if place else "no_wishes"] += 1
    return Profile(**counts)
