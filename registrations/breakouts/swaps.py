"""Rooms that would better be swapped: shown before and after, and done only when it is pressed.

Whom a swap helps is nobody's to see: the figures are hidden as small counts are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from forum import audit, scheduling, small_counts
from forum.models import Event, Room, Session, User
from registrations import places
from registrations.breakouts import rows as rows_of
from registrations.breakouts import running, sealed_part
from registrations.breakouts.input import OFFERS
from registrations.breakouts.rounds import Round

STALE = (
    "Something changed since these swaps were worked out, so no room was swapped. Run it again to "
    "see what would help now."
)
# What a session gets with a room that meets a need, and what it loses with one that does not.
_GETS = {
    "step_free": "becomes step-free",
    "hearing_loop": "gets a hearing loop",
    "quiet_room": "gets a quiet room",
}
_LOSES = {
    "step_free": "is by steps then",
    "hearing_loop": "has no hearing loop then",
    "quiet_room": "has no quiet room then",
}


class SwapError(ValueError):
    """Why no room was swapped, in words for the team."""


@dataclass(frozen=True)
class Move:
    """A session with its room as it is and as it would be; what that changes, in words."""

    session: Session
    room: Room
    to: Room

    @property
    def change(self) -> str:
        said = []
        for need, offer in OFFERS.items():
            before, after = getattr(self.room, offer), getattr(self.to, offer)
            if before != after:
                said.append((_GETS if after else _LOSES)[need])
        return " and ".join(said)


@dataclass(frozen=True)
class Proposal:
    """A swap of rooms as the team reads it; `number` is its place among those of the run.

    `what` says which choices `before` and `after` count: those that the rooms keep out.
    """

    number: int
    round: Round
    moves: list[Move]
    what: str
    before: str
    after: str
    price: str
    frees: bool

    @property
    def rooms(self) -> list[str]:
        return sorted(move.room.name for move in self.moves)

    @property
    def rooms_words(self) -> str:
        """ "Hall and Loft"."""
        return f"{', '.join(self.rooms[:-1])} and {self.rooms[-1]}"


def proposals(part: sealed_part.Part, rows: rows_of.Rows) -> list[Proposal]:
    """The swaps that a run found, where its rooms still are as they were then; no query."""
    found = [_proposal(number, swap, rows) for number, swap in enumerate(part.swaps)]
    return [one for one in found if one]


def _proposal(number: int, swap: sealed_part.Swap, rows: rows_of.Rows) -> Proposal | None:
    moves = _moves(swap, rows)
    one = next((one for one in rows.rounds if one.key == swap.slot), None)
    if one is None or moves is None:
        return None
    more = swap.crowded[1] - swap.crowded[0]
    is_first = swap.blocked[0] != swap.blocked[1]
    counts = swap.blocked if is_first else swap.any_rank
    return Proposal(
        number=number,
        round=one,
        moves=moves,
        what="First choices" if is_first else "Choices of any rank",
        before=_count(counts[0]),
        after=_after(*counts),
        price=_count(more) if more > 0 else "",
        frees=swap.frees,
    )


def _moves(swap: sealed_part.Swap, rows: rows_of.Rows) -> list[Move] | None:
    """Who goes from where to where; None when a session is gone or in another room by now."""
    sessions = {str(one.pk): one for one in rows.sessions}
    rooms = {str(one.room.pk): one.room for one in rows.sessions if one.room}
    found = []
    for key, room, to in swap.moves:
        session = sessions.get(key)
        if session is None or str(session.room_id) != room or session.room is None:
            return None
        if to not in rooms:
            return None
        found.append(Move(session, session.room, rooms[to]))
    return found


def _after(before: int, after: int) -> str:
    """What is left of a count; where both are few, only that fewer are left."""
    are_few = small_counts.alone(before) is None and small_counts.alone(after) is None
    return "fewer" if are_few and after < before else _count(after)


def _count(count: int) -> str:
    """A count as it is said: "none", "fewer than 5" or the figure."""
    return "none" if count == 0 else str(small_counts.alone(count) or small_counts.FEWER)


@transaction.atomic
def swap_rooms(
    *, event: Event, run: str, number: int, by: User, now: datetime | None = None
) -> Proposal:
    """Let sessions exchange their rooms as a run proposed it; what was done.

    Raises SwapError when that is not the newest run any more, or what it was made from has changed.
    """
    event = places.lock(event.pk)
    latest = running.latest(event)
    rows = rows_of.load(event, now)
    if latest is None or str(latest.pk) != run or latest.input_hash != rows.fingerprint():
        raise SwapError(STALE)
    found = [one for one in proposals(sealed_part.of(latest), rows) if one.number == number]
    if not found:
        raise SwapError(STALE)
    for move in found[0].moves:
        scheduling.keep(row=move.session, fields={"room": move.to}, by=by)
    audit.record(deed="swapped rooms", by=by, event=event, count=len(found[0].moves))
    return found[0]
