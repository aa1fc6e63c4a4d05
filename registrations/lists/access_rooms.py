"""What each room must do for the people who will sit in it, session by session."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from forum.models import Event
from forum.models.events import Mode
from forum.models.programme import SessionKind
from forum.spreadsheets import Column, Sheet, Value
from registrations.breakouts.input import OFFERS
from registrations.lists import sittings
from registrations.lists.access_needs import Need
from registrations.lists.asking import Askers
from registrations.lists.sittings import Sitting

if TYPE_CHECKING:
    import uuid

# What is asked for, as whoever sets up a room reads it; what no room can do is not in it.
_DOES = {
    "step_free": "Be reached without steps",
    "hearing_loop": "Have a hearing loop, switched on and tried out",
    "quiet_room": "Be quiet, or have a quiet room beside it",
    "captions": "Show live captions",
    "large_print": "Have the papers in large print",
    "seat_front": "Keep seats near the front",
    "seat_door": "Keep seats near the door",
    "chair": "Have chairs where people queue",
    "supporter": "Keep a second seat for a supporter",
    "assistance_dog": "Have space for an assistance dog",
    "evacuation": "Know who helps these people out in an emergency",
    "other": "Something else",
}
# Where nobody speaks to a room, nobody listens or reads in it.
_TO_LISTEN = {"hearing_loop", "captions", "large_print", "seat_front"}
_WITHOUT_SPEECH = (SessionKind.BREAK, SessionKind.SOCIAL)


def sheet(event: Event, askers: Askers, needs: list[Need]) -> Sheet:
    """One row for each session and each thing that its room must do."""
    there = sittings.of(event, [asker.person for asker in askers])
    return Sheet(
        name="By room",
        title=f"What each room must do: {event.title}",
        sentence="Every session, with the people who are expected in it. No names." + askers.note,
        columns=[
            Column("Starts", 20),
            Column("Session", 44, wraps=True),
            Column("Room", 26, wraps=True),
            Column("Who is expected", 20),
            Column("The room must", 48, wraps=True),
            Column("For people", 12),
            Column("Has it", 14),
        ],
        rows=[] if askers.erased_on else _rows(event, there, needs),
        empty=askers.empty("No session is in the programme yet."),
    )


def _rows(event: Event, there: list[Sitting], needs: list[Need]) -> Iterator[list[Value]]:
    wanted: dict[uuid.UUID, set[str]] = defaultdict(set)
    for need in needs:
        if need.key in _DOES:
            wanted[need.person_id].add(need.key)
    for one in there:
        session = one.session
        begin: list[Value] = [session.begins, session.title, one.room, one.who]
        counts = Counter(key for person in one.people for key in wanted.get(person, ()))
        found = [key for key in _DOES if counts[key] and _matters(key, one)]
        for key in found:
            yield [*begin, _DOES[key], counts[key], _has(key, one, event)]
        if one.is_open:
            yield [*begin, "known once people are placed", "not known", "not known"]
        elif not found:
            yield [*begin, "nothing that was asked for", 0, "nothing to do"]


def _matters(key: str, one: Sitting) -> bool:
    return not (key in _TO_LISTEN and one.session.kind in _WITHOUT_SPEECH)


def _has(key: str, one: Sitting, event: Event) -> str:
    """Whether the room is known to have it; what people set up is for people to say."""
    if key not in OFFERS:
        return "see By person" if key == "other" else "set it up"
    if event.mode == Mode.ONLINE:
        return "online"
    room = one.session.room
    if room is None:
        return "no room yet"
    return "yes" if getattr(room, OFFERS[key]) else "no"
