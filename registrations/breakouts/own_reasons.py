"""Why somebody goes where they go, for their own page: in counts, and nobody else's choice or need.

Counts of 1 to 4 are left out, and what would give them away (forum.small_counts).
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from forum import dates, sealed, small_counts
from forum.models import Event, Session
from registrations import needs
from registrations.breakouts.input import of_rooms, sessions
from registrations.breakouts.reasons import FIRM, Facts, Why, elsewhere, why_not
from registrations.breakouts.rounds import rounds
from registrations.breakouts.rows import ALONG, Rows, leading_of
from registrations.breakouts.suiting import lacks
from registrations.models import Allocation, BreakoutChoice, Placement, Registration
from registrations.models.breakouts import Mode

KEPT = "You stay where you were told to go before."
_NO_LIMIT = 10**9
_RANKS = {1: "first", 2: "second", 3: "third"}


class Missed(NamedTuple):
    """A session somebody wished for more than what they got, and why it is not theirs."""

    session: Session
    why: Why
    words: str
    rank: int = 1

    @property
    def rank_words(self) -> str:
        """ "first choice"."""
        return f"{_RANKS.get(self.rank, f'{self.rank}th')} choice"

    @property
    def has_a_price(self) -> bool:
        """Whether it could have been given, at a cost to others."""
        return self.why not in FIRM


class _Seat(NamedTuple):
    """A seat of a run, as its row has it."""

    person: uuid.UUID
    slot: uuid.UUID
    session: uuid.UUID | None


def own_needs(registration: Registration) -> frozenset[str]:
    """What somebody needs of a room; nothing once no key opens it."""
    try:
        return of_rooms(needs.own(registration))
    except sealed.UnreadableError:
        return frozenset()


def missed(
    registration: Registration,
    run: Allocation,
    rows: Iterable[Placement],
    choices: Iterable[BreakoutChoice],
) -> dict[uuid.UUID, list[Missed]]:
    """What somebody wished for more than what they got, best first, by slot; at most six queries.

    Nothing of slots in which the team placed them.
    """
    above = _above(rows, choices)
    if not above:
        return {}
    event = registration.event
    held = Rows(event, rounds(event), [], {}, leading_of(event))
    by_slot = {one.slot.pk: [*one.sessions, *one.called_off] for one in held.rounds}
    seats = _seats(run)
    facts = _facts(registration, run, held, seats)
    wanted = _wanted(event, seats, {one for wishes in above.values() for one in wishes})
    words = _Words(event, {one.pk: one for one in held.sessions}, wanted)
    found: dict[uuid.UUID, list[Missed]] = {}
    for slot, wishes in above.items():
        known = {session.pk: session for session in by_slot.get(slot, [])}
        for rank, one in enumerate(wishes, start=1):
            if session := known.get(one):
                told = words.of(session, facts[slot])._replace(rank=rank)
                found.setdefault(slot, []).append(told)
    return found


def _seats(run: Allocation) -> list[_Seat]:
    """Every seat of the run; one query."""
    rows = Placement.objects.filter(allocation=run)
    return [_Seat(*row) for row in rows.values_list("registration_id", "slot_id", "session_id")]


def _above(
    rows: Iterable[Placement], choices: Iterable[BreakoutChoice]
) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The wishes above what was got, by slot."""
    wishes: dict[uuid.UUID, list[uuid.UUID]] = {}
    for choice in sorted(choices, key=lambda choice: choice.rank):
        wishes.setdefault(choice.slot_id, []).append(choice.session_id)
    found = {}
    for row in rows:
        mine = wishes.get(row.slot_id, [])
        place = mine.index(row.session_id) if row.session_id in mine else len(mine)
        is_gone = row.session is not None and row.session.is_cancelled
        if mine[:place] and not row.is_pinned and not is_gone:
            found[row.slot_id] = mine[:place]
    return found


def _facts(
    registration: Registration, run: Allocation, held: Rows, seats: list[_Seat]
) -> dict[uuid.UUID, Facts]:
    """What the reasons follow from, by slot: who comes along need not be there in all of them."""
    led = {(person, one.pk) for person, sessions in held.leading.items() for one in sessions}
    taken = Counter(
        str(one.session) for one in seats if one.session and (one.person, one.session) not in led
    )
    along = set(
        Registration.objects.confirmed()
        .filter(with_whom=registration, kind__in=ALONG)
        .values_list("pk", flat=True)
    )
    mine = {str(one.slot): _id(one.session) for one in seats if one.person == registration.pk}
    needed = own_needs(registration)
    known = {one.id: one for one in sessions(held, _NO_LIMIT)}
    before = _before(registration, run)
    sizes = Counter(one.slot for one in seats if one.person in along)
    return {
        one.slot.pk: Facts(known, mine, taken, needed, before, 1 + sizes[one.slot.pk])
        for one in held.rounds
    }


def _before(registration: Registration, run: Allocation) -> dict[str, str]:
    """Where a run that disturbs nobody found the person; at most one query."""
    if run.mode != Mode.KEEP or not run.basis_id:
        return {}
    rows = Placement.objects.filter(allocation=run.basis_id, registration=registration)
    found = rows.exclude(session=None).values_list("slot_id", "session_id")
    return {str(slot): str(session) for slot, session in found}


class _Wanted(NamedTuple):
    """How many people wanted a session: they sit in it by wish, or put it above what they got."""

    people: int = 0
    without: int = 0


def _wanted(
    event: Event, seats: list[_Seat], sessions: set[uuid.UUID]
) -> Mapping[uuid.UUID, _Wanted]:
    """Who of the people of the run wanted these sessions; one query."""
    ranks: dict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, int]] = {}
    chosen = BreakoutChoice.objects.filter(registration__event=event).values_list(
        "registration_id", "slot_id", "session_id", "rank"
    )
    for person, slot, session, rank in chosen:
        ranks.setdefault((person, slot), {})[session] = rank
    people: Counter[uuid.UUID] = Counter()
    without: Counter[uuid.UUID] = Counter()
    for seat in seats:
        mine = ranks.get((seat.person, seat.slot), {})
        got = mine.get(seat.session, len(mine) + 1) if seat.session else len(mine) + 1
        for session, rank in mine.items():
            if session in sessions and rank <= got:
                people[session] += 1
                without[session] += session != seat.session
    return {one: _Wanted(people[one], without[one]) for one in sessions}


@dataclass(frozen=True)
class _Words:
    """The reasons as sentences."""

    event: Event
    held: Mapping[uuid.UUID, Session]
    wanted: Mapping[uuid.UUID, _Wanted]

    def of(self, session: Session, facts: Facts) -> Missed:
        why = why_not(facts, str(session.pk))
        return Missed(session, why, self._told(session, why, facts))

    def _told(self, session: Session, why: Why, facts: Facts) -> str:
        mine = facts.seats.get(str(session.slot_id))
        if why is Why.GONE:
            return f"“{session}” was cancelled."
        if why is Why.NEEDS:
            return f"“{session}” does not suit you: {lacks(session, self.event, facts.needs)}."
        if why is Why.TOPIC:
            return self._same(session, facts)
        if why is Why.FULL:
            return self._full(session, facts)
        if why is Why.MINIMUM and mine:
            return f"“{self.held[uuid.UUID(mine)]}” would have had too few people without you."
        return KEPT if why is Why.KEPT else f"“{session}” could not be given to you."

    def _full(self, session: Session, facts: Facts) -> str:
        places = facts.sessions[str(session.pk)].places
        if facts.taken[str(session.pk)] < places:
            return f"“{session}” had too few places left for all of you."
        wanted = self.wanted[session.pk]
        counts = (wanted.people, wanted.without, places)
        if wanted.people > places and None not in map(small_counts.alone, counts):
            return f"“{session}” was full: {wanted.people} people wanted its {places} places."
        return f"“{session}” was full."

    def _same(self, session: Session, facts: Facts) -> str:
        other = self.held[uuid.UUID(elsewhere(facts, str(session.pk)))]
        begins, zone = other.begins, self.event.zone
        at = f"at {dates.clock(begins, zone)}"
        if len(self.event.days) > 1:
            at = f"on {dates.short_day(begins, zone)}, {dates.clock(begins, zone)}"
        return f"“{session}” is the same session as “{other}”, which you have {at}."


def _id(found: uuid.UUID | None) -> str | None:
    return str(found) if found else None
