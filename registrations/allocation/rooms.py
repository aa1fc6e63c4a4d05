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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from registrations.allocation.problem import Person


@dataclass(frozen=True)
class Room:
    """A room; `seats` is None where nobody counted them. `offers` are the needs it meets."""

    id: str
    seats: int | None = None
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """A session in a room; `room` is "" for one that has none, and then it gets none.

    `most` is how many people it takes besides those who lead it, None for as many as the room has
    seats. `minimum` is how many it needs. `offers` are the needs that it meets in any room, such as
    an interpreter. Sessions of one `topic` are the same session, offered twice.
    """

    id: str
    slot: str
    room: str = ""
    most: int | None = None
    minimum: int = 0
    offers: frozenset[str] = frozenset()
    topic: str = ""


@dataclass(frozen=True)
class Figures:
    """How a session stands in a room, or sessions together.

    `stuck` are those who lead it or are kept in it and cannot be, and how many places it lacks of
    the least it needs. `blocked_first` are the people with that first choice, and `blocked` those
    with that choice of any rank, to whom the room is closed by what they need. `crowded` are first
    choices of others beyond the places. `places` are for people who do not lead; None: no limit.
    """

    stuck: int = 0
    blocked_first: int = 0
    blocked: int = 0
    crowded: int = 0
    places: int | None = 0


@dataclass(frozen=True)
class Move:
    """A session goes from one room to another."""

    session: str
    room: str
    to: str
    before: Figures
    after: Figures


@dataclass(frozen=True)
class Swap:
    """Sessions of one slot that exchange their rooms among them, in a ring: two as a rule."""

    slot: str
    moves: tuple[Move, ...]

    @property
    def before(self) -> Figures:
        return together(move.before for move in self.moves)

    @property
    def after(self) -> Figures:
        return together(move.after for move in self.moves)


def together(figures: Iterable[Figures]) -> Figures:
    """The sums; without a limit when one has none."""
    every = list(figures)
    places = [one.places for one in every if one.places is not None]
    return Figures(
        stuck=sum(one.stuck for one in every),
        blocked_first=sum(one.blocked_first for one in every),
        blocked=sum(one.blocked for one in every),
        crowded=sum(one.crowded for one in every),
        places=sum(places) if len(places) == len(every) else None,
    )


def standing(
    sessions: Sequence[Held], rooms: Sequence[Room], people: Sequence[Person]
) -> dict[str, Figures]:
    """The figures of every session in the room that it has now, by the session's id."""
    raise NotImplementedError


def propose(
    sessions: Sequence[Held], rooms: Sequence[Room], people: Sequence[Person]
) -> tuple[Swap, ...]:
    """Swaps of rooms that would help, by slot and session; none where none would.

    `people` are all who are placed, as `Person` describes them: with wishes, needs, the slots in
    which they are there, what they lead and where they are kept. A wish counts where the person
    needs a seat: not while they lead, are away or are kept. Who comes along with somebody goes
    where they go: with their needs and a place.
    """
    raise NotImplementedError


def swapped(sessions: Sequence[Held], swaps: Iterable[Swap]) -> list[Held]:
    """The sessions once these swaps are made."""
    to = {move.session: move.to for swap in swaps for move in swap.moves}
    return [replace(one, room=to.get(one.id, one.room)) for one in sessions]
