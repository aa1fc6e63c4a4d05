"""Where a person goes, and why, in one honest line; never what anybody else chose."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from forum.models import Event, Session, Slot
from registrations.breakouts.choosing import Wished, told, wishes_of
from registrations.breakouts.rounds import Round, closed_words, closes, rounds
from registrations.breakouts.rows import ALONG, PLACED
from registrations.models import Registration
from registrations.models.breakouts import Allocation, BreakoutChoice, Placement
from registrations.models.registrations import WITHOUT_A_PLACE

_RANKS = {1: "Your first choice", 2: "Your second choice", 3: "Your third choice"}
_PINNED = "The team placed you here"
_LEADS = "You lead this session"
_UNASKED = "You gave no preference for this time"
_NOT_WISHED = "Not on your list: we could not give everybody a session they chose"
_NOWHERE = "We found no seat for you at this time. Ask the team on the day"
_CANCELLED = "This session was cancelled"


class Given(NamedTuple):
    """What one person was given in a slot: no session when there was no seat for them."""

    slot: Slot
    session: Session | None
    why: str

    @property
    def begins(self) -> datetime:
        return self.session.begins if self.session else self.slot.starts_at

    @property
    def finishes(self) -> datetime:
        return self.session.finishes if self.session else self.slot.ends_at


@dataclass(frozen=True)
class Mine:
    """Somebody's own sessions: what they wish for, and once people are told, where they go.

    `until` is when choosing ends, `closed` says since when it is over. Who comes along goes where
    `first` goes, and chooses nothing.
    """

    wished: list[Wished] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    is_told: bool = False
    until: datetime | None = None
    closed: str = ""
    first: Registration | None = None

    @property
    def has_wishes(self) -> bool:
        return any(one.sessions for one in self.wished)


def published(event: Event) -> Allocation | None:
    """The run that people are told: the latest that was published; one query."""
    return Allocation.objects.filter(event=event).published().first()


def placements_of(registration: Registration) -> list[Given]:
    """Where somebody goes in each slot by what was published, in time order; [] before that.

    At most four queries.
    """
    run = published(registration.event)
    return _given(registration, run) if run else []


def goes_with(registration: Registration) -> Registration | None:
    """Whom somebody comes along with: that person's sessions are theirs; at most one query."""
    if registration.kind not in ALONG or not registration.with_whom_id:
        return None
    first: Registration | None = registration.with_whom
    is_placed = first and first.kind in PLACED and not first.is_cancelled
    follows = first and first.kind in ALONG and first.with_whom_id
    return first if is_placed and not follows else None


def mine(
    registration: Registration, there: Iterable[Round], now: datetime | None = None
) -> Mine | None:
    """What somebody's own page says of sessions; nothing when there is nothing to say.

    `there` are the rounds while people may choose. At most five queries.
    """
    first = goes_with(registration)
    if registration.is_cancelled or (registration.kind in WITHOUT_A_PLACE and not first):
        return None
    if there:
        return _wished(registration, there, first)
    if run := published(registration.event):
        return Mine(is_told=True, given=_given(registration, run), first=first)
    if still := _closed_rounds(registration.event, now or timezone.now()):
        return _wished(registration, still, first, closed=closed_words(registration.event, now))
    return None


def _closed_rounds(event: Event, now: datetime) -> list[Round]:
    """The rounds between the end of choosing and the beginning of the event."""
    is_between = closes(event) <= now < event.starts_at and not event.is_cancelled
    return rounds(event) if is_between else []


def _wished(
    registration: Registration,
    there: Iterable[Round],
    first: Registration | None,
    closed: str = "",
) -> Mine:
    wished = [] if first else told(there, wishes_of(registration))
    return Mine(wished=wished, until=closes(registration.event), closed=closed, first=first)


def _given(registration: Registration, run: Allocation) -> list[Given]:
    rows = (
        Placement.objects.filter(allocation=run, registration=registration)
        .select_related("slot", "session__slot", "session__room")
        .order_by("slot__starts_at", "slot_id")
    )
    choices = list(BreakoutChoice.objects.filter(registration=registration))
    led = set(registration.facilitations.values_list("session_id", flat=True))
    return [Given(row.slot, row.session, _why(row, choices, led)) for row in rows]


def _why(row: Placement, choices: list[BreakoutChoice], led: set[uuid.UUID]) -> str:
    """The reason for a seat. A wish that was met is told as one, also when the team met it."""
    if row.session is None:
        return _NOWHERE
    if row.session.is_cancelled:
        instead = row.session.replaced_by
        return f"{_CANCELLED}. Instead: {instead}" if instead else _CANCELLED
    if row.session_id in led:
        return _LEADS
    ranks = {one.session_id: one.rank for one in choices if one.slot_id == row.slot_id}
    if row.session_id in ranks:
        return _RANKS.get(ranks[row.session_id], f"Your choice number {ranks[row.session_id]}")
    if row.is_pinned:
        return _PINNED
    return _NOT_WISHED if ranks else _UNASKED
