"""From rows to the problem that is solved: with what people need, read once and written down."""

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


@dataclass(frozen=True)
class Input:
    """The problem; people in the order in which they booked; how many have unreadable needs.

    `lapsed` counts those who were kept in a session that is not held any more.
    """

    problem: Problem
    order: list[str]
    unreadable: int = 0
    lapsed: int = 0


def build(*, rows: Rows, by: User | None, pins: dict[tuple[str, str], str]) -> Input:
    """The problem of an event. Reads what people need; the reading goes into the trail."""
    event, held = rows.event, {str(session.pk) for session in rows.sessions}
    asked, unreadable = _needs(event, by)
    alive = {seat: session for seat, session in pins.items() if session in held}
    slots = [one.slot.pk for one in rows.rounds]
    places, about = rows.places(), topics(rows.sessions)
    people = [
        Person(
            id=str(person.pk),
            wishes=rows.wishes.get(person.pk, {}),
            needs=asked.get(str(person.pk), frozenset()),
            slots=frozenset(str(slot) for slot in slots if (person.pk, slot) in rows.expected),
            fixed={slot: one for (who, slot), one in alive.items() if who == str(person.pk)},
            leads=frozenset(str(session.pk) for session in rows.led(person)),
        )
        for person in rows.people
    ]
    sessions = []
    for session in rows.sessions:
        limit = places[session.pk]
        sessions.append(
            Place(
                id=str(session.pk),
                slot=str(session.slot_id),
                topic=str(about[session.pk]),
                places=len(people) if limit is None else limit,
                minimum=session.min_places or 0,
                offers=offers(session, event),
            )
        )
    return Input(
        problem=Problem(sessions, people, seed=str(event.pk)),
        order=[person.id for person in people],
        unreadable=unreadable,
        lapsed=len(pins) - len(alive),
    )


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
