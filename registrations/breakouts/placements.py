"""Where a person goes, and why, in one honest line; never what anybody else chose."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from forum.models import Event, Session, Slot
from registrations.breakouts.choosing import Wished, told, wishes_of
from registrations.breakouts.own_reasons import Missed, missed, own_needs
from registrations.breakouts.reasons import Why
from registrations.breakouts.rounds import Round, closed_words, closes, rounds
from registrations.breakouts.rows import ALONG, PLACED
from registrations.breakouts.suiting import Unsuited, unsuited
from registrations.models import Registration
from registrations.models.breakouts import Allocation, BreakoutChoice, Placement
from registrations.models.registrations import WITHOUT_A_PLACE

_RANKS = {1: "Your first choice", 2: "Your second choice", 3: "Your third choice"}
_PINNED = "The team placed you here"
_BESIDE = "Beside the person you come with"
_LEADS = "You lead this session"
_UNASKED = "You gave no preference for this time"
_NOT_WISHED = "Not on your list: we could not give everybody a session they chose"
_NOWHERE = "We found no seat for you at this time. Ask the team on the day"
_NO_ROOM = "So far no room at this time suits what you asked for. We look for one"
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

    `reasons` say of each that was given why nothing wished for more was. `unsuited` are wishes
    whose rooms do not suit so far.
    `until` is when choosing ends, `closed` says since when it is over. Who comes along goes where
    `first` goes, and chooses nothing.
    """

    wished: list[Wished] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    reasons: dict[uuid.UUID, list[Missed]] = field(default_factory=dict)
    unsuited: list[Unsuited] = field(default_factory=list)
    is_told: bool = False
    until: datetime | None = None
    closed: str = ""
    first: Registration | None = None

    @property
    def explained(self) -> Iterator[tuple[Given, list[str], Missed | None]]:
        """What was given in each slot, more reasons, and the best wish that has a price."""
        for one in self.given:
            missed = self.reasons.get(one.slot.pk, [])
            words = list(dict.fromkeys(each.words for each in missed))
            yield one, words, next((each for each in missed if each.has_a_price), None)

    @property
    def needs_the_team(self) -> bool:
        """Whether the team has to find somebody a seat, or a room that suits."""
        missed = [each.why for one in self.reasons.values() for each in one]
        return Why.NEEDS in missed or any(one.session is None for one in self.given)

    def given_at(self, slot: uuid.UUID | None) -> Given | None:
        """What was given in this slot."""
        return next((one for one in self.given if one.slot.pk == slot), None)

    @property
    def has_wishes(self) -> bool:
        return any(one.sessions for one in self.wished)


def published(event: Event) -> Allocation | None:
    """The run that people are told: the latest that was published; one query."""
    return Allocation.objects.filter(event=event).published().first()


def placements_of(registration: Registration) -> list[Given]:
    """Where somebody goes in each slot by what was published, in time order; [] before that.

    At most six queries.
    """
    run = published(registration.event)
    if run is None:
        return []
    return _given(registration, *_rows(registration, run), goes_with(registration))


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

    `there` are the rounds while people may choose. At most twelve queries.
    """
    first = goes_with(registration)
    if registration.is_cancelled or (registration.kind in WITHOUT_A_PLACE and not first):
        return None
    if there:
        return _wished(registration, there, first)
    if run := published(registration.event):
        return _told(registration, run, first)
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
    event, wished = registration.event, [] if first else told(there, wishes_of(registration))
    chosen = [session for one in wished for session in one.sessions if not session.is_cancelled]
    return Mine(
        wished=wished,
        unsuited=unsuited(chosen, event, own_needs(registration)),
        until=closes(event),
        closed=closed,
        first=first,
    )


def _told(registration: Registration, run: Allocation, first: Registration | None) -> Mine:
    rows, choices = _rows(registration, run)
    given = _given(registration, rows, choices, first)
    if any(one.session is None for one in given):
        given = _without_a_room(registration, given)
    return Mine(
        is_told=True,
        given=given,
        reasons={} if first else missed(registration, run, rows, choices),
        first=first,
    )


def _without_a_room(registration: Registration, given: list[Given]) -> list[Given]:
    """For the person's own eyes: where no room suits them, that is why they have no seat."""
    needed, event = own_needs(registration), registration.event
    nowhere = {
        one.slot.pk
        for one in (rounds(event) if needed else [])
        if len(unsuited(one.sessions, event, needed)) == len(one.sessions)
    }
    return [
        one._replace(why=_NO_ROOM) if one.session is None and one.slot.pk in nowhere else one
        for one in given
    ]


def _rows(
    registration: Registration, run: Allocation
) -> tuple[list[Placement], list[BreakoutChoice]]:
    """The person's seats in time order, and what they wish for; two queries."""
    rows = (
        Placement.objects.filter(allocation=run, registration=registration)
        .select_related("slot", "session__slot", "session__room")
        .order_by("slot__starts_at", "slot_id")
    )
    return list(rows), list(BreakoutChoice.objects.filter(registration=registration))


def _given(
    registration: Registration,
    rows: list[Placement],
    choices: list[BreakoutChoice],
    first: Registration | None,
) -> list[Given]:
    led = set(registration.facilitations.values_list("session_id", flat=True))
    beside = _beside(rows, first) if first else set()
    return [
        Given(row.slot, row.session, _BESIDE if row.pk in beside else _why(row, choices, led))
        for row in rows
    ]


def _beside(rows: list[Placement], first: Registration) -> set[uuid.UUID]:
    """Which of the seats are in sessions in which whom they come with is; one query."""
    theirs = Placement.objects.filter(
        registration=first, allocation__in={row.allocation_id for row in rows}
    )
    there = set(theirs.exclude(session__is_cancelled=True).values_list("session_id", flat=True))
    return {row.pk for row in rows if row.session_id and row.session_id in there}


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
