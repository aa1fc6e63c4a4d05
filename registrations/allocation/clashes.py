"""What is fixed and cannot be: found and named before anything is solved."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from registrations.allocation.problem import Person, Problem, Session


@dataclass(frozen=True)
class Clash:
    """Why what is fixed cannot be; `need` and `person` are for those who may know them.

    Kinds: "unknown" (a session that is not there), "slot" (kept in a session of another slot),
    "absent" (kept in a slot in which the person is not there), "leads" (leads one session and is
    kept in another, or leads two at once), "need" (the room does not meet it), "topic" (the same
    topic twice), "full" (more are kept than there are places).
    """

    kind: str
    slot: str
    session: str
    words: str
    person: str = ""
    need: str = ""


class ClashError(ValueError):
    """Things that are fixed exclude each other. `clashes` holds all of them."""

    def __init__(self, clashes: list[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(" ".join(clash.words for clash in clashes))


def check(problem: Problem) -> None:
    """Raises ClashError when no allocation can keep what is fixed."""
    clashes: list[Clash] = []
    for person in sorted(problem.people, key=lambda person: person.id):
        clashes += _of(person, problem)
    clashes += _too_many(problem)
    if clashes:
        raise ClashError(clashes)


def _of(person: Person, problem: Problem) -> Iterator[Clash]:
    led = [(problem.by_id[one].slot if one in problem.by_id else "", one) for one in person.leads]
    kept = [(slot, one) for slot, one in person.fixed.items() if one not in person.leads]
    fixed = []
    for slot, one in sorted([*led, *kept]):
        if one in problem.by_id:
            fixed.append((slot, problem.by_id[one]))
        else:
            yield Clash(
                "unknown", slot, one, f"{person.id} is kept in {one}: not there.", person.id
            )
    for slot, session in fixed:
        yield from _of_one(person, slot, session)
    yield from _of_pairs(person, fixed)


def _of_one(person: Person, slot: str, session: Session) -> Iterator[Clash]:
    """What is wrong with keeping one person in one session."""
    is_kept = session.id not in person.leads
    if session.slot != slot:
        words = f"{person.id} is kept in {session.id} in {slot}, where it is not held."
        yield Clash("slot", slot, session.id, words, person.id)
    if is_kept and person.slots is not None and slot not in person.slots:
        words = f"{person.id} is kept in {session.id} and is not there in {slot}."
        yield Clash("absent", slot, session.id, words, person.id)
    for need in sorted(person.needs - session.offers):
        words = f"{session.id} does not meet a need of {person.id}: {need}."
        yield Clash("need", slot, session.id, words, person.id, need)


def _of_pairs(person: Person, fixed: list[tuple[str, Session]]) -> Iterator[Clash]:
    """Two sessions at once, or one topic twice."""
    slots: dict[str, str] = {}
    topics: dict[str, str] = {}
    for slot, session in fixed:
        if slot in slots:
            words = f"{person.id} cannot be in {slots[slot]} and in {session.id} in {slot}."
            yield Clash("leads", slot, session.id, words, person.id)
        elif session.topic in topics:
            words = f"{topics[session.topic]} and {session.id} are one topic: {person.id} has both."
            yield Clash("topic", slot, session.id, words, person.id)
        slots[slot] = topics[session.topic] = session.id


def _too_many(problem: Problem) -> Iterator[Clash]:
    kept = Counter(
        one for person in problem.people for one in person.fixed.values() if one not in person.leads
    )
    for one, count in sorted(kept.items()):
        session = problem.by_id.get(one)
        if session and count > session.places:
            words = f"{count} people are kept in {one}, which has {session.places} places."
            yield Clash("full", session.slot, one, words)
