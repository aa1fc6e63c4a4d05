"""From rows to the problem that is solved: with what people need, read once and written down."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from forum.models import Event, Session, User
from forum.models.events import Mode
from registrations import needs
from registrations.allocation import Person, Problem
from registrations.allocation import Session as Place
from registrations.breakouts.rounds import topics
from registrations.breakouts.rows import Rows
from registrations.models import Allocation, Placement

# What a room can meet, by the answer that asks for it; all other needs are met by people.
OFFERS = {
    "step_free": "is_step_free",
    "hearing_loop": "has_hearing_loop",
    "quiet_room": "is_quiet",
}
READ = "read needs to place people"


# Where somebody is in a slot: (person id, slot id) to session id.
Seats = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Input:
    """The problem; people in the order in which they booked; how many have unreadable needs.

    `lapsed` counts those who were kept in a session that is not held any more, and `apart` those
    who were kept somewhere else than whom they come along with, and go with that person instead.
    """

    problem: Problem
    order: list[str]
    unreadable: int = 0
    lapsed: int = 0
    apart: int = 0


def build(
    *,
    rows: Rows,
    by: User | None,
    pins: Seats,
    previous: Seats | None = None,
    keep: bool = False,
) -> Input:
    """The problem of an event. Reads what people need; the reading goes into the trail.

    `previous` are the seats that people were told, and with `keep` nobody leaves theirs for less
    than a seat or a minimum. Who comes along takes whatever seat their person has: what says
    otherwise of them, in `pins` or in `previous`, is left out.
    """
    event, held = rows.event, {str(session.pk) for session in rows.sessions}
    asked, unreadable = _needs(event, by)
    alive = {seat: session for seat, session in pins.items() if session in held}
    kept = _together(rows, alive)
    before = {seat: session for seat, session in (previous or {}).items() if session in held}
    people = _people(rows, asked, kept)
    return Input(
        problem=Problem(
            sessions(rows, len(people)),
            people,
            seed=str(event.pk),
            previous=_together(rows, before, is_told=True),
            keep=keep,
        ),
        order=[person.id for person in people],
        unreadable=unreadable,
        lapsed=len(pins) - len(alive),
        apart=len(alive) - len(kept),
    )


def _people(rows: Rows, asked: Mapping[str, frozenset[str]], kept: Seats) -> list[Person]:
    slots = [one.slot.pk for one in rows.rounds]
    fixed: dict[str, dict[str, str]] = {}
    for (who, slot), session in kept.items():
        fixed.setdefault(who, {})[slot] = session
    return [
        Person(
            id=str(person.pk),
            wishes=rows.wishes.get(person.pk, {}),
            needs=asked.get(str(person.pk), frozenset()),
            slots=frozenset(str(slot) for slot in slots if (person.pk, slot) in rows.expected),
            fixed=fixed.get(str(person.pk), {}),
            leads=frozenset(str(session.pk) for session in rows.led(person)),
            organisation=_id(person.organisation_id),
            along=_id(rows.along.get(person.pk)),
        )
        for person in rows.people
    ]


def sessions(rows: Rows, many: int) -> list[Place]:
    """The sessions as they are solved; where nothing limits one, it has so many places."""
    places, about = rows.places(), topics(rows.sessions)
    found = []
    for session in rows.sessions:
        limit = places[session.pk]
        found.append(
            Place(
                id=str(session.pk),
                slot=str(session.slot_id),
                topic=str(about[session.pk]),
                places=many if limit is None else limit,
                minimum=session.min_places or 0,
                offers=offers(session, rows.event),
            )
        )
    return found


def _together(rows: Rows, seats: Seats, *, is_told: bool = False) -> dict[tuple[str, str], str]:
    """The seats without those of people who come along that are not where their person is.

    Where the person is free to go, a pin of who comes along would pull them there, so it goes too;
    a seat that only who comes along was told (`is_told`) stays, and is one to keep if it can be.
    """
    led = {
        (str(person.pk), str(session.slot_id)): str(session.pk)
        for person in rows.people
        for session in rows.led(person)
    }
    whole = {**seats, **led}
    along = {str(pk): str(first) for pk, first in rows.along.items()}
    there = {(str(person), str(slot)) for person, slot in rows.expected}

    def stays(seat: tuple[str, str]) -> bool:
        first = (along.get(seat[0], ""), seat[1])
        if first not in there or (is_told and first not in whole):
            return True
        return whole.get(first) == seats[seat]

    return {seat: session for seat, session in seats.items() if stays(seat)}


def _id(found: uuid.UUID | None) -> str:
    return str(found) if found else ""


def offers(session: Session, event: Event) -> frozenset[str]:
    """The needs that the session's room meets. Online there are no stairs and no loop to miss."""
    if event.mode == Mode.ONLINE:
        return frozenset(OFFERS)
    room = session.room
    return frozenset(need for need, has in OFFERS.items() if room and getattr(room, has))


def of_rooms(answers: dict[str, object]) -> frozenset[str]:
    """The part of somebody's answers that a room can meet."""
    asked = answers.get("access")
    return frozenset(OFFERS).intersection(asked if isinstance(asked, list) else [])


def pins_of(allocation: Allocation | None, rows: Rows) -> dict[tuple[str, str], str]:
    """Whom the team keeps where: (person, slot) to session; of people who still come."""
    if allocation is None:
        return {}
    there = {(str(person), str(slot)) for person, slot in rows.expected}
    kept = Placement.objects.filter(allocation=allocation, is_pinned=True)
    found = {
        (str(one.registration_id), str(one.slot_id)): str(one.session_id)
        for one in kept.exclude(session=None)
    }
    return {seat: session for seat, session in found.items() if seat in there}


def _needs(event: Event, by: User | None) -> tuple[dict[str, frozenset[str]], int]:
    opened = needs.every(event=event, by=by, deed=READ)
    return {str(one.pk): of_rooms(answers) for one, answers in opened}, opened.unreadable
