"""Who is placed together: somebody with those who come along, in each slot."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from registrations.allocation.problem import Person, Problem, Session


@dataclass(frozen=True)
class Party:
    """People who sit in the same session of a slot, or none of them does.

    `members` need a seat there; `leading` are those of them who lead a session in this slot and
    need none. `anchors` are the sessions in which somebody of them is kept or leads: one at most,
    when nothing clashes. `options` are the sessions in which they may sit; with an anchor, that.
    """

    slot: str
    members: tuple[Person, ...]
    leading: tuple[Person, ...]
    anchors: tuple[str, ...]
    options: tuple[Session, ...]

    @property
    def is_fixed(self) -> bool:
        return bool(self.anchors)

    @property
    def needs(self) -> frozenset[str]:
        """What the session must meet for all of them."""
        people = (*self.members, *self.leading)
        return frozenset[str]().union(*(one.needs for one in people))

    @property
    def size(self) -> int:
        """The places it takes."""
        return len(self.members)


def parties(problem: Problem) -> list[Party]:
    """Every party with somebody who needs a seat: people by their ids, slots in their order."""
    return [party for party in everybody(problem) if party.members]


def everybody(problem: Problem) -> list[Party]:
    """The parties, with those of people who only lead."""
    heads = {one.id for one in problem.people if not one.along}
    behind: dict[str, list[Person]] = defaultdict(list)
    for one in sorted(problem.people, key=lambda one: one.id):
        if one.along in heads:
            behind[one.along].append(one)
    led = {one.id: problem.led(one) for one in problem.people}
    found = []
    for one in sorted(problem.people, key=lambda one: one.id):
        for slot in problem.slots:
            group = _group(problem, one, slot, behind[one.id])
            if group:
                found.append(_party(problem, slot, group, led))
    return found


def unmet(problem: Problem, parties: Sequence[Party]) -> tuple[tuple[str, str], ...]:
    """The needs for which a slot has no session for somebody who is there; slot and need.

    Needs that are met one by one, but not together in one room, are named each.
    """
    found = set()
    for party in parties:
        offers = [session.offers for session in problem.slots[party.slot]]
        if party.is_fixed or any(party.needs <= offer for offer in offers):
            continue
        nowhere = {n for n in party.needs if not any(n in offer for offer in offers)}
        found |= {(party.slot, need) for need in nowhere or party.needs}
    return tuple(sorted(found))


def is_there(problem: Problem, person: Person, slot: str) -> bool:
    """Whether the person is at the event in this slot, as somebody who leads or otherwise."""
    attends = person.slots is None or slot in person.slots
    return attends or any(problem.by_id[one].slot == slot for one in person.leads)


def _group(problem: Problem, one: Person, slot: str, behind: list[Person]) -> list[Person]:
    """Whom a person brings to a slot, themselves first; nobody when they are brought, or away."""
    if not is_there(problem, one, slot):
        return []
    head = problem.people_by_id.get(one.along)
    if head and is_there(problem, head, slot):
        return []
    return [one, *(other for other in behind if is_there(problem, other, slot))]


def _party(
    problem: Problem, slot: str, group: list[Person], led: dict[str, dict[str, Session]]
) -> Party:
    anchors = {led[one.id][slot].id for one in group if slot in led[one.id]}
    anchors |= {one.fixed[slot] for one in group if slot in one.fixed}
    members = tuple(one for one in group if slot not in led[one.id])
    if anchors:
        options = tuple(problem.by_id[one] for one in sorted(anchors))
    else:
        needs = frozenset[str]().union(*(one.needs for one in group))
        topics = {one.topic for member in group for one in led[member.id].values()}
        options = tuple(
            session
            for session in problem.slots[slot]
            if needs <= session.offers
            and session.topic not in topics
            and session.places >= len(members)
        )
    leading = tuple(one for one in group if slot in led[one.id])
    return Party(slot, members, leading, tuple(sorted(anchors)), options)
