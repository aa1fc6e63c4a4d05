"""What a run knows of needs, sealed with their key: it stands in the row as bytes of one length.

Which needs no session meets, which rooms would better be swapped and what is fixed and cannot be
would each say what somebody asked for, beside an empty seat, a wish or a name.
"""

import base64
from dataclasses import asdict, dataclass, field
from typing import Any

from forum import keys, sealed
from registrations.models import Allocation

PURPOSE, FIELD = "needs", "unmet"
_CUT_FIRST = ("swaps", "clashes", "unmet")


@dataclass(frozen=True)
class Swap:
    """Sessions that would exchange rooms: (session, room now, room then), and people in counts.

    `blocked` are first choices to which the room is closed, `any_rank` choices of any rank, and
    `crowded` first choices that do not fit, each before and after. `frees` says that one of
    them would have room for the least it needs: where a run is done, its room shuts out nobody kept
    there.
    """

    slot: str
    moves: tuple[tuple[str, str, str], ...]
    blocked: tuple[int, int]
    any_rank: tuple[int, int]
    crowded: tuple[int, int]
    frees: bool = False


@dataclass(frozen=True)
class Part:
    """`unmet` are slots and needs; `clashes` are kind, session and person.

    `blocked` counts first choices to which the room is closed by what the person needs.
    """

    unmet: tuple[tuple[str, str], ...] = ()
    swaps: tuple[Swap, ...] = ()
    clashes: tuple[tuple[str, str, str], ...] = ()
    blocked: int = 0


@dataclass
class _Cut:
    """The lists of a part, shortened until they fit a sealed field.

    Proposals go first and unmet needs last: where those are not known, names are shown.
    """

    lists: dict[str, list[Any]] = field(default_factory=dict)

    def fit(self, blocked: int) -> dict[str, Any]:
        found = {**self.lists, "blocked": blocked}
        while not sealed.fits(found):
            next(self.lists[name] for name in _CUT_FIRST if self.lists[name]).pop()
        return found


def seal(allocation: Allocation, part: Part) -> str:
    """The part as text, always of one length; nothing once the key of the event's needs is gone."""
    if not keys.exists(allocation.event_id, PURPOSE):
        return ""
    given = asdict(part)
    lists = {name: list(given[name]) for name in _CUT_FIRST}
    data = sealed.seal(
        _Cut(lists).fit(part.blocked),
        event_id=allocation.event_id,
        row_id=allocation.pk,
        field=FIELD,
        purpose=PURPOSE,
    )
    return base64.b64encode(data).decode()


def of(allocation: Allocation) -> Part:
    """What was sealed; nothing once the key is gone."""
    try:
        found = sealed.unseal(
            base64.b64decode(allocation.figures.get(FIELD, "")),
            event_id=allocation.event_id,
            row_id=allocation.pk,
            field=FIELD,
            purpose=PURPOSE,
        )
    except sealed.UnreadableError:
        return Part()
    return Part(
        unmet=tuple((slot, need) for slot, need in found["unmet"]),
        swaps=tuple(_swap(one) for one in found["swaps"]),
        clashes=tuple((kind, session, person) for kind, session, person in found["clashes"]),
        blocked=found["blocked"],
    )


def _swap(said: dict[str, Any]) -> Swap:
    return Swap(
        slot=said["slot"],
        moves=tuple((session, room, to) for session, room, to in said["moves"]),
        blocked=_pair(said["blocked"]),
        any_rank=_pair(said["any_rank"]),
        crowded=_pair(said["crowded"]),
        frees=said["frees"],
    )


def _pair(said: list[int]) -> tuple[int, int]:
    return said[0], said[1]
