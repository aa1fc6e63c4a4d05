"""What is fixed and cannot be: found and named before anything is solved."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from registrations.allocation.parties import Party, everybody
from registrations.allocation.problem import Person, Problem, Session


@dataclass(frozen=True)
class Clash:
    """Why what is fixed cannot be; `need` and `person` are for those who may know them.

    Kinds: "unknown" (a session that is not there), "slot" (kept in a session of another slot),
    "absent" (kept in a slot in which the person is not there), "leads" (leads one session and is
    kept in another, or leads two at once), "need" (the room does not meet it), "topic" (the same
    topic twice), "full" (more are kept than there are places), "together" (comes along with
    somebody and is kept elsewhere, or comes along with nobody who could be brought along).
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
    """Raises ClashError when no allocation can keep what is fixed.

    What is wrong with several people together is looked at once nobody's own is wrong.
    """
    clashes: list[Clash] = []
    for person in sorted(problem.people, key=lambda person: person.id):
        clashes += _of(person, problem)
    if not clashes:
        fixed = [party for party in everybody(problem) if party.is_fixed]
        clashes = [*_of_parties(problem, fixed), *_too_many(problem, fixed)]
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
    yield from _of_company(person, problem)


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


def _of_company(person: Person, problem: Problem) -> Iterator[Clash]:
    """Whom somebody comes along with must be there, and come along with nobody themselves."""
    head = problem.people_by_id.get(person.along)
    if not person.along or (head and not head.along):
        return
    words = f"{person.id} comes along with {person.along}, who "
    words += "comes along with somebody." if head else "is not there."
    yield Clash("together", "", "", words, person.id)


def _of_parties(problem: Problem, fixed: list[Party]) -> Iterator[Clash]:
    """What is wrong with people who must sit together."""
    where: dict[str, list[tuple[str, Session]]] = defaultdict(list)
    for party in fixed:
        if len(party.anchors) > 1:
            yield _apart(party)
            continue
        (session,) = party.options
        for one in (*party.members, *party.leading):
            where[one.id].append((party.slot, session))
            for need in sorted(one.needs - session.offers):
                words = f"{session.id} does not meet a need of {one.id}: {need}."
                yield Clash("need", party.slot, session.id, words, one.id, need)
    for person in sorted(problem.people, key=lambda person: person.id):
        led = problem.led(person).items()
        yield from _of_pairs(person, sorted({*led, *where[person.id]}, key=_by_slot))


def _apart(party: Party) -> Clash:
    one, other = party.anchors[:2]
    ids = sorted(person.id for person in (*party.members, *party.leading))
    words = f"{' and '.join(ids)} sit together and are kept in {one} and in {other}."
    return Clash("together", party.slot, other, words, ids[-1])


def _by_slot(fixed: tuple[str, Session]) -> tuple[str, str]:
    return fixed[0], fixed[1].id


def _too_many(problem: Problem, fixed: list[Party]) -> Iterator[Clash]:
    kept: Counter[str] = Counter()
    for party in fixed:
        for session in party.options:
            kept[session.id] += party.size
    for one, count in sorted(kept.items()):
        session = problem.by_id[one]
        if count > session.places:
            words = f"{count} people are kept in {one}, which has {session.places} places."
            yield Clash("full", session.slot, one, words)
