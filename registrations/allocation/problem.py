"""What is asked, and what comes back."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# Where a person sits in a slot: a session, or None when there is no seat for them.
Seats = dict[tuple[str, str], str | None]


@dataclass(frozen=True)
class Session:
    """A session of a slot.

    `places` are seats for people who do not lead it, and `minimum` is how many of them it needs.
    Sessions of one `topic` are the same session, offered twice. `offers` are the needs it meets.
    """

    id: str
    slot: str
    topic: str
    places: int
    minimum: int = 0
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody to place.

    `wishes` are session ids of each slot, the first choice first. `slots` are those in which they
    are there; None is all. `fixed` keeps them in a session of a slot. In the sessions that they
    lead they take no place. `organisation` is whose colleague they are; "" is nobody's. `along` is
    the id of the person they come with: they sit where that person sits and take a place there,
    also where that person leads; only in slots in which that person is not there are they placed
    by themselves. Who comes along has no wishes of their own.
    """

    id: str
    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    slots: frozenset[str] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    leads: frozenset[str] = frozenset()
    organisation: str = ""
    along: str = ""


@dataclass(frozen=True)
class Problem:
    """Sessions, people and the seed of the lots.

    `previous` is where people sat before, by person and slot; with `keep` not to move them comes
    third among the goals, else last. Seats of people, slots or sessions that are gone count for
    nothing.
    """

    sessions: Sequence[Session]
    people: Sequence[Person]
    seed: str
    previous: Mapping[tuple[str, str], str] = field(default_factory=dict)
    keep: bool = False

    @functools.cached_property
    def by_id(self) -> dict[str, Session]:
        return {session.id: session for session in self.sessions}

    @functools.cached_property
    def people_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @functools.cached_property
    def slots(self) -> dict[str, list[Session]]:
        """The sessions of each slot, in an order that does not depend on the rows'."""
        slots: dict[str, list[Session]] = {}
        for session in sorted(self.sessions, key=lambda session: (session.slot, session.id)):
            slots.setdefault(session.slot, []).append(session)
        return slots

    def led(self, person: Person) -> dict[str, Session]:
        """What the person leads, by slot."""
        found = [self.by_id[one] for one in sorted(person.leads)]
        return {session.slot: session for session in found}

    def cells(self) -> Iterator[tuple[Person, str]]:
        """Every person with every slot in which they need a seat; people by their ids."""
        for person in sorted(self.people, key=lambda person: person.id):
            led = self.led(person)
            for slot in self.slots:
                if slot not in led and (person.slots is None or slot in person.slots):
                    yield person, slot


def rank(person: Person, session: Session) -> int:
    """1 for a first choice; for what is not on the list, one more than it is long; 0: no wishes."""
    wishes = person.wishes.get(session.slot, ())
    if not wishes:
        return 0
    return wishes.index(session.id) + 1 if session.id in wishes else len(wishes) + 1


def rank_cost(rank: int) -> int:
    """0, 1, 3, 6, 10: a step down costs more the further down it is."""
    return rank * (rank - 1) // 2


@dataclass(frozen=True)
class Goal:
    """How far one goal was reached; less is better.

    `bound` is what no allocation can go below, given the goals before; where it is the value, the
    goal is proven. `seconds` are of processor time.
    """

    name: str
    value: int
    bound: int = 0
    seconds: float = field(default=0.0, compare=False)

    @property
    def is_proven(self) -> bool:
        return self.bound == self.value


@dataclass(frozen=True)
class Result:
    """Who sits where, with those who lead; the goals in their order; needs that nothing meets."""

    seats: Seats
    goals: tuple[Goal, ...]
    unmet: tuple[tuple[str, str], ...] = ()
