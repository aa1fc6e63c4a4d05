"""Sessions in rooms, and how each would stand in any of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from registrations.allocation.asked import Asked, Needs


@dataclass(frozen=True)
class Room:
    """A room; `seats` is None where nobody counted them. `offers` are the needs it meets."""

    id: str
    seats: int | None = None
    offers: frozenset[str] = frozenset()


NO_ROOM = Room("")


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


def figures(session: Held, room: Room, asked: Asked) -> Figures:
    """How the session would stand in the room."""
    offers = session.offers | room.offers
    seats = None if room.seats is None else room.seats - asked.leads
    limits = [limit for limit in (session.most, seats) if limit is not None]
    places = max(0, min(limits)) if limits else None
    firsts = asked.places_for_firsts.total() - _kept_out(asked.places_for_firsts, offers)
    stuck = _kept_out(asked.stay, offers)
    crowded = 0
    if places is not None:
        stuck += max(0, asked.kept - places) + max(0, session.minimum - places)
        crowded = min(firsts, max(0, asked.kept + firsts - places))
    return Figures(
        stuck=stuck,
        blocked_first=_kept_out(asked.firsts, offers),
        blocked=_kept_out(asked.wishes, offers),
        crowded=crowded,
        places=places,
    )


def _kept_out(people: Counter[Needs], offers: Needs) -> int:
    return sum(count for needs, count in people.items() if not needs <= offers)
