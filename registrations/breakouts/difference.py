"""What telling people would change: who goes elsewhere than they were told, and how many mails."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.models import Session, Slot
from registrations.breakouts import publishing, sealed_part
from registrations.models import Allocation, Placement, Registration
from registrations.models.registrations import State
from registrations.telling import BY_MAIL, BY_PHONE, PAGE_ONLY, way

# More lines than this are counted and not listed.
MOST = 300

NEW, GONE_SESSION = "Booked since", "was cancelled"
BY_TEAM, THEIR_CHANGE = "The team put them there", "They changed their booking"
TO_FIT = "So that everybody fits as well as can be"


@dataclass(frozen=True)
class Move:
    """Somebody who goes elsewhere at one time; no session where there is no seat for them."""

    person: Registration
    slot: Slot
    before: Session | None
    after: Session | None
    why: str


class Reached(NamedTuple):
    """By which way those who get news are reached."""

    mails: int = 0
    calls: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Difference:
    """What is other than people were told.

    `hidden` and `let_in` are lines that would tell whose need it is: who has no seat any more for
    want of a room, and who may have had none. `told` is whether people were told anything before.
    """

    told: bool
    moves: list[Move] = field(default_factory=list)
    new: list[Move] = field(default_factory=list)
    gone: list[Registration] = field(default_factory=list)
    hidden: int = 0
    let_in: int = 0
    reached: Reached = field(default_factory=Reached)
    stay: int = 0

    @property
    def moved(self) -> int:
        """How many people go elsewhere."""
        return len({one.person.pk for one in self.moves})

    @property
    def came(self) -> int:
        """How many people are told their sessions for the first time."""
        return len({one.person.pk for one in self.new})

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why people go elsewhere, the most common reason first."""
        return Counter(one.why for one in self.moves).most_common()

    @property
    def shown(self) -> list[Move]:
        return self.moves[:MOST]

    @property
    def left_out(self) -> int:
        return max(0, len(self.moves) - MOST)


def of(draft: Allocation, told: Allocation | None) -> Difference:
    """How a draft differs from what people were told; at most nine queries."""
    people = {one.pk: one for one in publishing.to_tell(draft, told)}
    ways = Counter(way(one) for one in people.values())
    reached = Reached(ways[BY_MAIL], ways[BY_PHONE], ways[PAGE_ONLY])
    if told is None:
        return Difference(told=False, reached=reached)
    after, before = _rows(draft), _rows(told)
    lines = [line for line in _lines(before, after, told) if _comes(line.person)]
    known = {person for person, _slot in before}
    unmet, unmet_before = _unmet(draft), _unmet(told)

    def is_shut_out(one: Move) -> bool:
        return one.after is None and str(one.slot.pk) in unmet

    def is_let_in(one: Move) -> bool:
        had_none = one.before is None and one.after is not None and one.person.pk in known
        return had_none and str(one.slot.pk) in unmet_before

    open_lines = [one for one in lines if not is_shut_out(one) and not is_let_in(one)]
    here = {person for person, _slot in after}
    gone = {one.registration_id: one.registration for one in before.values()}
    return Difference(
        told=True,
        moves=[one for one in open_lines if one.person.pk in known],
        new=[one for one in open_lines if one.person.pk not in known],
        gone=[one for pk, one in gone.items() if pk not in here and not _comes(one)],
        hidden=sum(map(is_shut_out, lines)),
        let_in=sum(map(is_let_in, lines)),
        stay=len(here - {one.person.pk for one in lines}),
        reached=reached,
    )


def _unmet(run: Allocation) -> set[str]:
    """The slots of the run in which a need was met nowhere."""
    return {slot for slot, _need in sealed_part.of(run).unmet}


def _comes(person: Registration) -> bool:
    return person.state == State.CONFIRMED


Rows = dict[tuple[object, object], Placement]


def _rows(allocation: Allocation) -> Rows:
    """The placements by person and slot, in the order of names; one query."""
    rows = (
        Placement.objects.filter(allocation=allocation)
        .select_related("registration", "slot", "session")
        .order_by("registration__badge_name", "slot__starts_at", "id")
    )
    return {(one.registration_id, one.slot_id): one for one in rows}


def _lines(before: Rows, after: Rows, told: Allocation) -> Iterator[Move]:
    for seat, row in after.items():
        had = before.get(seat)
        if had and had.session_id == row.session_id:
            continue
        why = _why(row, had, told, is_new=seat[0] not in {person for person, _slot in before})
        yield Move(row.registration, row.slot, had.session if had else None, row.session, why)


def _why(row: Placement, had: Placement | None, told: Allocation, *, is_new: bool) -> str:
    """Why somebody goes elsewhere, as far as anybody but they may know it.

    Choosing is over by then: of a booking that was changed only other days may be told. That it
    brought somebody from one room into another would say that it was for a need.
    """
    if is_new:
        return NEW
    if had and had.session and had.session.is_cancelled:
        return f"“{had.session}” {GONE_SESSION}"
    if row.is_pinned:
        return BY_TEAM
    if had is None and told.published_at and row.registration.touched_at > told.published_at:
        return THEIR_CHANGE
    return TO_FIT
