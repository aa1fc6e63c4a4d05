"""Breakouts as a file: the form in which people bring data of their own, and get seats back.

docs/allocation.md describes it. It is a form that other tools read and check, so a file means the
same here: who leads a session takes a seat of the room and no place, and people for whom the same
organisation is written are colleagues, whatever is written.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from registrations.allocation.problem import Person, Problem, Result, Session
from registrations.allocation.rooms import Held, Room
from registrations.allocation.strict_json import BadFileError, Item, document, items, quoted

# Seats that could be given: people times the sessions of their slots. More do not fit in memory.
MOST_SEATS = 1_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Instance:
    """What is asked, and the rooms and sessions that its places come from."""

    problem: Problem
    rooms: tuple[Room, ...]
    held: tuple[Held, ...]


def read(content: bytes, *, seed: str) -> Instance:
    """The instance in a file.

    Raises BadFileError, which names every item at fault in the first list that has any.
    """
    file = document(content)
    slots = _each(file, "slots", lambda item: item.name("id"))
    rooms = _each(file, "rooms", _room)
    held = _each(file, "sessions", lambda item: _held(item, slots, rooms))
    _check_slots(slots, held)
    people = _each(file, "people", lambda item: _person(item, slots, held))
    _check_companions(people)
    _check_size(people, held)
    pins = _pins(file, people, held)
    problem = Problem(
        sessions=_sessions(held, rooms, people),
        people=[replace(one, fixed=pins.get(one.id, {})) for one in people.values()],
        seed=seed,
    )
    return Instance(problem, tuple(rooms.values()), tuple(held.values()))


def keeping(instance: Instance, content: bytes) -> Instance:
    """The instance, with nobody to be moved out of an allocation of before. Raises BadFileError."""
    previous = _previous(document(content), instance.problem.by_id)
    return replace(instance, problem=replace(instance.problem, previous=previous, keep=True))


def written(problem: Problem, result: Result) -> str:
    """The seats as a file, with the goals; the same problem gives the same text.

    Who leads a session is not in it: that stands in the instance.
    """
    placed = [(one.id, slot, result.seats.get((one.id, slot))) for one, slot in problem.cells()]
    made: dict[str, object] = {
        "placements": [{"person": one, "session": seat} for one, _slot, seat in placed if seat],
        "without": [{"person": one, "slot": slot} for one, slot, seat in placed if not seat],
        "unmet": [{"slot": slot, "need": need} for slot, need in result.unmet],
        "goals": [
            {"name": goal.name, "value": goal.value, "bound": goal.bound, "proven": goal.is_proven}
            for goal in result.goals
        ],
        "mode": "keep" if problem.keep else "full",
        "seed": problem.seed,
    }
    parts = [f"{json.dumps(key)}: {_laid_out(value)}" for key, value in made.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _laid_out(value: object) -> str:
    """JSON with a line for each item of a list, so that two files can be compared by eye."""
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f" {json.dumps(one, ensure_ascii=False)}" for one in value) + "\n]"


def _each(file: Item, key: str, made: Callable[[Item], T]) -> dict[str, T]:
    """What is made of the items of a list, by their ids; all their faults in one error."""
    found: dict[str, T] = {}
    faults: list[str] = []
    for item in items(file, key):
        try:
            name = item.name("id")
            if name in found:
                raise item.fault("the id is there already")
            found[name] = made(item)
        except BadFileError as error:
            faults += error.faults
    if faults:
        raise BadFileError(faults)
    return found


def _room(item: Item) -> Room:
    return Room(item.name("id"), item.number("seats"), frozenset(item.texts("features")))


def _held(item: Item, slots: Collection[str], rooms: Collection[str]) -> Held:
    held = Held(
        id=item.name("id"),
        slot=item.known("slot names a slot", item.text("slot"), slots),
        room=item.known("room names a room", item.text("room"), rooms),
        most=item.number("max"),
        minimum=item.number("min"),
        offers=frozenset(item.texts("features", may_lack=True)),
        topic=item.text("topic"),
    )
    if held.most is not None and held.minimum > held.most:
        raise item.fault(f"min is {held.minimum}, more than max, which is {held.most}")
    return held


def _check_slots(slots: Collection[str], held: Mapping[str, Held]) -> None:
    used = {one.slot for one in held.values()}
    if empty := [slot for slot in slots if slot not in used]:
        raise BadFileError([f"slots: there is no session in {quoted(slot)}" for slot in empty])


def _person(item: Item, slots: Collection[str], held: Mapping[str, Held]) -> Person:
    there = item.texts("slots")
    leads = item.texts("fixed")
    for slot in there:
        item.known("slots name a slot", slot, slots)
    for one in leads:
        item.known("fixed names a session", one, held)
    return Person(
        id=item.name("id"),
        wishes=dict(_wishes(item, slots, held)),
        needs=frozenset(item.texts("needs")),
        slots=frozenset(there),
        leads=frozenset(leads),
        # Nobody's colleague is who has none; here an empty text is one like any other.
        organisation=f"={item.text('org')}",
        along=item.name("with") if item.fields.get("with") is not None else "",
    )


def _wishes(
    item: Item, slots: Collection[str], held: Mapping[str, Held]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for slot, value in item.object("choices").items():
        item.known("choices name a slot", slot, slots)
        chosen = item.as_texts(value, "choices")
        for one in chosen:
            item.known("choices name a session", one, held)
            if held[one].slot != slot:
                where = f"which is in {quoted(held[one].slot)}"
                raise item.fault(f"choices for {quoted(slot)} name {quoted(one)}, {where}")
        if chosen:
            yield slot, chosen


def _check_companions(people: Mapping[str, Person]) -> None:
    faults = [
        f"people[{number}] {quoted(name)}: {words}"
        for number, (name, one) in enumerate(people.items())
        if one.along and (words := _wrong(one, people))
    ]
    if faults:
        raise BadFileError(faults)


def _wrong(companion: Person, people: Mapping[str, Person]) -> str:
    """What keeps somebody from coming along; nothing when nothing does."""
    other = quoted(companion.along)
    if companion.along == companion.id:
        return "comes with themselves"
    if companion.along not in people:
        return f"comes with a person {other} who is not there"
    if people[companion.along].along:
        return f"comes with {other}, who comes along with somebody too"
    if companion.wishes:
        return f"comes with {other} and has choices of their own: leave them out"
    return ""


def _check_size(people: Mapping[str, Person], held: Mapping[str, Held]) -> None:
    wide = Counter(one.slot for one in held.values())
    seats = sum(wide[slot] for one in people.values() for slot in one.slots or ())
    if seats > MOST_SEATS:
        words = f"{seats:,} seats could be given, more than {MOST_SEATS:,}: take fewer at a time"
        raise BadFileError([f"people: {words}"])


def _pins(
    file: Item, people: Mapping[str, Person], held: Mapping[str, Held]
) -> dict[str, dict[str, str]]:
    """Who is kept where, by person and slot. A file without pins keeps nobody."""
    found: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    for item in items(file, "pins", id_key="person") if "pins" in file.fields else ():
        try:
            person = item.known("there is a pin for a person", item.text("person"), people)
            session = item.known("session names a session", item.text("session"), held)
            if session in people[person].leads:
                raise item.fault(f"they lead {quoted(session)}: leave the pin out")
            kept = found.setdefault(person, {})
            if held[session].slot in kept:
                raise item.fault(f"there are two pins for {quoted(held[session].slot)}")
            kept[held[session].slot] = session
        except BadFileError as error:
            faults += error.faults
    if faults:
        raise BadFileError(faults)
    return found


def _sessions(
    held: Mapping[str, Held], rooms: Mapping[str, Room], people: Mapping[str, Person]
) -> list[Session]:
    """The sessions with the places that are left in their rooms beside those who lead."""
    leads = Counter(session for person in people.values() for session in person.leads)
    found = []
    for one in held.values():
        room = rooms[one.room]
        limits = [one.most, None if room.seats is None else room.seats - leads[one.id]]
        places = max(0, min(limit for limit in limits if limit is not None))
        offers = one.offers | room.offers
        found.append(Session(one.id, one.slot, one.topic, places, one.minimum, offers))
    return found


def _previous(file: Item, held: Mapping[str, Session]) -> dict[tuple[str, str], str]:
    """Where people were, by person and slot; of sessions that are not held any more nothing."""
    found: dict[tuple[str, str], str] = {}
    for item in items(file, "placements", id_key="person"):
        person, session = item.name("person"), item.text("session")
        if session not in held:
            continue
        slot = held[session].slot
        if found.setdefault((person, slot), session) != session:
            raise item.fault(f"they are in two sessions of {quoted(slot)}")
    return found
