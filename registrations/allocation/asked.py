"""What people ask of each session: counted once, so that any room can be tried."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from registrations.allocation.problem import Person

Needs = frozenset[str]


@dataclass
class Asked:
    """Of one session. Needs are those of people who would be in it, with who comes along.

    `stay` are the needs of those who lead it or are kept in it. `leads` take a seat of the room and
    no place; `kept` people have a place before anybody chooses.
    """

    firsts: Counter[Needs] = field(default_factory=Counter)
    places_for_firsts: Counter[Needs] = field(default_factory=Counter)
    wishes: Counter[Needs] = field(default_factory=Counter)
    stay: Counter[Needs] = field(default_factory=Counter)
    leads: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Demand:
    """`asked` by session; `seekers` are the needs of all who need a seat, by slot."""

    asked: dict[str, Asked]
    seekers: dict[str, Counter[Needs]]


def demand(sessions: Iterable[tuple[str, str, str]], people: Sequence[Person]) -> Demand:
    """What is asked of sessions, which are given as id, slot and topic."""
    return _Counting(sessions, people).demand


class _Counting:
    def __init__(self, sessions: Iterable[tuple[str, str, str]], people: Sequence[Person]) -> None:
        self.slot_of, self.topic_of = {}, {}
        for one, slot, topic in sessions:
            self.slot_of[one], self.topic_of[one] = slot, topic
        self.people = {person.id: person for person in people}
        self.along: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self.along[person.along].append(person)
        self.demand = Demand(
            {one: Asked() for one in self.slot_of},
            {one: Counter() for one in self.slot_of.values()},
        )
        for person in people:
            for slot in self.demand.seekers:
                self._count(person, slot)

    def _led(self, person: Person, slot: str) -> str:
        """What the person leads in the slot."""
        return next((one for one in person.leads if self.slot_of.get(one) == slot), "")

    def _is_there(self, person: Person, slot: str) -> bool:
        return person.slots is None or slot in person.slots or bool(self._led(person, slot))

    def _count(self, person: Person, slot: str) -> None:
        if not self._is_there(person, slot):
            return
        led = self._led(person, slot)
        if not led:
            self.demand.seekers[slot][person.needs] += 1
        if not led and self._goes_along(person, slot):
            return
        party = [one for one in self.along[person.id] if self._follows(one, slot)]
        if at := led or person.fixed.get(slot, ""):
            self._count_stay(person, party, at, is_lead=bool(led))
        else:
            self._count_wishes(person, party, slot)

    def _goes_along(self, person: Person, slot: str) -> bool:
        other = self.people.get(person.along)
        return other is not None and self._is_there(other, slot)

    def _follows(self, companion: Person, slot: str) -> bool:
        return self._is_there(companion, slot) and not self._led(companion, slot)

    def _count_stay(self, person: Person, party: list[Person], at: str, *, is_lead: bool) -> None:
        if (asked := self.demand.asked.get(at)) is not None:
            asked.stay.update([person.needs, *(one.needs for one in party)])
            asked.leads += is_lead
            asked.kept += len(party) + (not is_lead)

    def _count_wishes(self, person: Person, party: list[Person], slot: str) -> None:
        needs = person.needs.union(*(one.needs for one in party))
        for rank, asked in self._wishes(person, slot):
            asked.wishes[needs] += 1
            if rank == 1:
                asked.firsts[needs] += 1
                asked.places_for_firsts[needs] += 1 + len(party)

    def _wishes(self, person: Person, slot: str) -> Iterator[tuple[int, Asked]]:
        """What the person wishes for and could have, were it not for the room."""
        had = {self.topic_of[one] for one in person.leads if one in self.topic_of} - {""}
        for rank, one in enumerate(person.wishes.get(slot, ()), 1):
            if self.slot_of.get(one) == slot and self.topic_of[one] not in had:
                yield rank, self.demand.asked[one]
