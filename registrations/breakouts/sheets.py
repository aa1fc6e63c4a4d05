"""Who goes to which session, by what people were told: for lists, for paper, and to tick who came.

They follow what was told, not a newer draft, and hold only people who still come. What somebody
needs is not in them, nor what anybody else wished for.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from forum import small_counts
from forum.models import Event, Session, SessionLead
from registrations.breakouts import rows as rows_of
from registrations.breakouts import sealed_part
from registrations.breakouts.placements import published
from registrations.breakouts.rounds import Round
from registrations.models import Allocation, BreakoutChoice, CheckIn, Placement, Registration


@dataclass(frozen=True)
class Listed:
    """Somebody in a session: whether they lead it, wished for it first, and were seen there."""

    person: Registration
    is_lead: bool = False
    is_first: bool = False
    is_there: bool = False


@dataclass(frozen=True)
class SessionSheet:
    """A session with its people by name, those who lead it first.

    `elsewhere` is how many wished for it first and go to another session, `leads` who leads it by
    the programme, and `number` its place among all sessions.
    """

    number: int
    round: Round
    session: Session
    people: list[Listed]
    places: int | None
    elsewhere: int = 0
    leads: list[str] = field(default_factory=list)

    @property
    def placed(self) -> int:
        return len(self.people)

    @property
    def firsts(self) -> int:
        return sum(one.is_first for one in self.people)

    @property
    def share(self) -> str:
        """How many of those who do not lead it have it as their first choice."""
        base = sum(not one.is_lead for one in self.people)
        return small_counts.portion(self.firsts, base) if base else "nobody placed"

    @property
    def there(self) -> int:
        """How many were seen in it."""
        return sum(one.is_there for one in self.people)

    @property
    def slot(self) -> str:
        """The slot with its times, as a list has it."""
        title = self.round.slot.title
        return f"{title}, {self.round.when}" if title else self.round.when

    @property
    def room(self) -> str:
        return self.session.room.name if self.session.room else "no room"

    @property
    def led_by(self) -> str:
        return ", ".join(self.leads)


@dataclass(frozen=True)
class Sheets:
    """The sheets of every session by time, and how many people have no seat in some slot.

    `nowhere` counts those for whom none was found, `late` those who came after the last run.
    `has_unmet` says that a need was met nowhere: few empty seats would count who asked for it.
    """

    sessions: list[SessionSheet]
    nowhere: int = 0
    late: int = 0
    has_unmet: bool = False

    @property
    def nowhere_words(self) -> str:
        """How many found no seat, as far as it may be told; "" for none."""
        is_few = small_counts.alone(self.nowhere) is None
        return small_counts.FEWER if self.has_unmet and is_few else str(self.nowhere or "")

    @property
    def placed(self) -> int:
        return sum(one.placed for one in self.sessions)

    @property
    def rounds(self) -> list[tuple[SessionSheet, list[SessionSheet]]]:
        """The sheets slot by slot, each with its first, which tells the slot."""
        found = [list(group) for _, group in groupby(self.sessions, lambda one: one.round.key)]
        return [(group[0], group) for group in found]


def of(event: Event) -> Sheets | None:
    """The sheets of an event; None before people were told, and once bookings are to be erased.

    At most nine queries.
    """
    run = None if event.is_forgotten else published(event)
    return _made(run, rows_of.load(event)) if run else None


def of_session(event: Event, pk: uuid.UUID) -> SessionSheet | None:
    """The sheet of one session; None where nobody is placed in it, or was told yet."""
    sheets = of(event)
    return next((one for one in sheets.sessions if one.session.pk == pk), None) if sheets else None


def _made(run: Allocation, rows: rows_of.Rows) -> Sheets:
    seats = _seats(run, rows)
    seen = _seen(rows.event)
    wanted = _wanted(rows)
    leads = _leads(rows.event)
    places = rows.places()
    inside: dict[uuid.UUID | None, list[Listed]] = defaultdict(list)
    for seat in seats:
        who = (seat.registration_id, seat.session_id)
        inside[seat.session_id].append(
            Listed(seat.registration, who in rows.leads, who in wanted, who in seen)
        )
    firsts = Counter(session for _person, session in wanted)
    found: list[SessionSheet] = []
    for one in rows.rounds:
        for session in [*one.sessions, *one.called_off]:
            people = sorted(inside[session.pk], key=lambda listed: not listed.is_lead)
            if session.is_cancelled and not people:
                continue
            met = sum(listed.is_first for listed in people)
            found.append(
                SessionSheet(
                    number=len(found) + 1,
                    round=one,
                    session=session,
                    people=people,
                    places=places.get(session.pk),
                    elsewhere=0 if session.is_cancelled else firsts[session.pk] - met,
                    leads=leads[session.pk],
                )
            )
    has_seat = {(seat.registration_id, seat.slot_id) for seat in seats}
    late = {who for who, _ in rows.expected - has_seat}
    has_unmet = bool(sealed_part.of(run).unmet)
    return Sheets(found, len(inside[None]), len(late), has_unmet)


def _seats(run: Allocation, rows: rows_of.Rows) -> list[Placement]:
    """The seats of people who are still there at that time, in the order of names."""
    found = Placement.objects.filter(allocation=run).select_related("registration__organisation")
    found = found.order_by("registration__badge_name", "registration_id")
    return [seat for seat in found if (seat.registration_id, seat.slot_id) in rows.expected]


def _seen(event: Event) -> set[tuple[uuid.UUID, uuid.UUID | None]]:
    found = CheckIn.objects.filter(event=event, session__isnull=False)
    return set(found.values_list("registration_id", "session_id"))


def _wanted(rows: rows_of.Rows) -> set[tuple[uuid.UUID, uuid.UUID | None]]:
    """Who wished for what first, of those who are there and choose for themselves."""
    found = BreakoutChoice.objects.filter(registration__event=rows.event, rank=1)
    return {
        (person, session)
        for person, slot, session in found.values_list("registration_id", "slot_id", "session_id")
        if (person, slot) in rows.expected and person not in rows.along
    }


def _leads(event: Event) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for lead in SessionLead.objects.filter(session__event=event):
        found[lead.session_id].append(lead.name)
    return found
