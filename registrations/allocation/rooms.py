"""Other rooms for the same sessions: whom a room keeps out, and which swaps would let them in.

A session whose room has steps is nobody's who needs a way without them, however many places it has.
`propose` gives the sessions of each slot the same rooms in another order, so that

1. nobody who leads a session or is kept in it is kept out, and it holds as many as it needs,
2. as few first choices as can be are blocked by the room,
3. as few choices of any rank as can be are,
4. as few first choices as can be stop to fit because the room is smaller,
5. as few sessions as can be change rooms:

each in full before the next is looked at. What comes back are swaps of two sessions or more, each
of which helps by itself, whichever of the others are taken. No swap leaves fewer places in a slot
than people who need one, unless so few were there before. Nothing is changed here.

The figures count people, and some of them tell of needs: show them as small counts are shown.
"""

from collections.abc import Sequence

from registrations.allocation.asked import demand
from registrations.allocation.problem import Person
from registrations.allocation.room_plan import (
    NO_ROOM,
    Figures,
    Held,
    Move,
    Room,
    Swap,
    figures,
    together,
)
from registrations.allocation.room_rings import SlotPlan

__all__ = [
    "Figures",
    "Held",
    "Move",
    "Room",
    "Swap",
    "propose",
    "standing",
    "together",
]


def standing(
    sessions: Sequence[Held], rooms: Sequence[Room], people: Sequence[Person]
) -> dict[str, Figures]:
    """The figures of every session in the room that it has now, by the session's id."""
    asked = demand(((one.id, one.slot, one.topic) for one in sessions), people).asked
    by_id = {room.id: room for room in [*rooms, NO_ROOM]}
    return {one.id: figures(one, by_id[one.room], asked[one.id]) for one in sessions}


def propose(
    sessions: Sequence[Held], rooms: Sequence[Room], people: Sequence[Person]
) -> tuple[Swap, ...]:
    """Swaps of rooms that would help, by slot and session; none where none would.

    `people` are all who are placed, as `Person` describes them: with wishes, needs, the slots in
    which they are there, what they lead and where they are kept. A wish counts where the person
    needs a seat: not while they lead, are away or are kept. Who comes along with somebody goes
    where they go: with their needs and a place.
    """
    asked = demand(((one.id, one.slot, one.topic) for one in sessions), people)
    by_id = {room.id: room for room in rooms}
    found: list[Swap] = []
    for slot in sorted(asked.seekers):
        held = [one for one in sessions if one.slot == slot and one.room]
        found += SlotPlan(slot, sorted(held, key=lambda one: one.id), by_id, asked).swaps()
    return tuple(found)
