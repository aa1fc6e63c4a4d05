"""X6, the session lists: a summary, and one sheet for each session to tick off at its door.

They follow what people were told, not a newer draft. What somebody needs is not in them, nor what
anybody else wished for.
"""

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum.exports import Contents, Export, Order
from forum.models import Event, Session, SessionLead
from forum.models.people import Reach
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations.breakouts import Round, placements, rows
from registrations.models import BreakoutChoice, Placement, Registration
from registrations.models.registrations import ComingAs, State

_NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAB = 31  # what Excel takes, in UTF-16 code units
_TICK = "☐"
_NOT_TOLD = "Nobody has been told their sessions yet. Place people, tell them, then make this list."
_DUE = "The bookings of this event are due to be erased, so nobody is listed any more."
_PERSON = [
    Column("Tick", 6),
    Column("Badge name", 30),
    Column("Organisation", 48),
    Column("Reach", 15),
]


@dataclass(frozen=True)
class _Placed:
    """Who goes where, by what people were told."""

    rounds: list[Round]
    places: dict[uuid.UUID, int | None]
    people: dict[uuid.UUID, list[Registration]]  # by session, in the order of their names
    firsts: Counter[uuid.UUID] = field(default_factory=Counter)
    nowhere: Counter[uuid.UUID] = field(default_factory=Counter)  # by slot

    @property
    def sessions(self) -> Iterator[tuple[Round, Session]]:
        """Every session that is held, and those called off since people were sent there."""
        for one in self.rounds:
            gone = [session for session in one.called_off if self.people.get(session.pk)]
            yield from ((one, session) for session in [*one.sessions, *gone])


def build(order: Order) -> Contents:
    """The sheets, from eight queries however many people and sessions there are."""
    event = order.event
    placed = _placed(event)
    leads = _leads(event)
    every = list(placed.sessions) if placed else []
    sheets = [
        _sheet(number, one, session, placed.people[session.pk], leads)
        for number, (one, session) in enumerate(every, start=1)
        if placed
    ]
    return Contents(
        sheets=[_summary(event, placed), *sheets],
        who="People who have a place at the event and in a session",
        count=sum(len(people) for people in placed.people.values()) if placed else 0,
        delete_by=event.erased_on,
    )


def _placed(event: Event) -> _Placed | None:
    run = None if event.is_forgotten else placements.published(event)
    if run is None:
        return None
    there = rows.load(event)
    placed = _Placed(there.rounds, there.places(), defaultdict(list))
    wished = BreakoutChoice.objects.filter(registration__event=event, rank=1)
    firsts = set(wished.values_list("registration_id", "session_id"))
    seats = Placement.objects.filter(allocation=run, registration__state=State.CONFIRMED)
    for seat in seats.select_related("registration__organisation").order_by(
        "registration__badge_name", "registration_id"
    ):
        if seat.session_id is None:
            placed.nowhere[seat.slot_id] += 1
            continue
        placed.people[seat.session_id].append(seat.registration)
        placed.firsts[seat.session_id] += (seat.registration_id, seat.session_id) in firsts
    return placed


def _leads(event: Event) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for lead in SessionLead.objects.filter(session__event=event):
        found[lead.session_id].append(lead.name)
    return found


def _summary(event: Event, placed: _Placed | None) -> Sheet:
    sentence = "How many people go to each session, by what they were told."
    if placed and (nowhere := sum(placed.nowhere.values())):
        sentence += f" {nowhere} found no seat in a slot."
    return Sheet(
        name="Summary",
        title=f"Sessions: {event.title}",
        sentence=sentence,
        columns=[
            Column("Sheet", 8),
            Column("Slot", 34),
            Column("Session", 48, wraps=True),
            Column("Room", 24),
            Column("Places", 14),
            Column("Placed", 10),
            Column("As first choice", 16),
            Column("State", 14),
        ],
        rows=_totals(placed) if placed else [],
        empty=_DUE if event.is_forgotten else _NOT_TOLD,
    )


def _totals(placed: _Placed) -> Iterator[list[Value]]:
    for number, (one, session) in enumerate(placed.sessions, start=1):
        limit = placed.places.get(session.pk)
        yield [
            number,
            _slot(one),
            session.title,
            session.room.name if session.room else "no room",
            "no limit" if limit is None else limit,
            len(placed.people.get(session.pk, [])),
            placed.firsts[session.pk],
            "cancelled" if session.is_cancelled else "held",
        ]


def _sheet(
    number: int,
    one: Round,
    session: Session,
    people: list[Registration],
    leads: dict[uuid.UUID, list[str]],
) -> Sheet:
    facts = [_slot(one)]
    if session.is_cancelled:
        facts.append("cancelled")
    elif session.room:
        facts.append(session.room.name)
    if leads.get(session.pk):
        facts.append(f"led by {', '.join(leads[session.pk])}")
    return Sheet(
        name=tab(number, session.title),
        title=session.title,
        sentence=f"{'; '.join(facts)}. Placed here: {len(people)}.",
        columns=_PERSON,
        rows=[[_TICK, person.badge_name, *_organisation(person)] for person in people],
        empty="Nobody is placed here.",
    )


def tab(number: int, title: str) -> str:
    """The name of a sheet: unlike every other by its number, and nothing that Excel refuses."""
    name = " ".join(_NOT_IN_A_TAB.sub(" ", f"{number} {title}").split())
    while len(name.encode("utf-16-le")) > _TAB * 2:
        name = name[:-1]
    return name.rstrip("' ")


def _slot(one: Round) -> str:
    return f"{one.slot.title}, {one.when}" if one.slot.title else one.when


def _organisation(person: Registration) -> tuple[str, str]:
    if person.organisation:
        return person.organisation.name, Reach(person.organisation.reach).label
    alone = "no organisation" if person.coming_as == ComingAs.MYSELF else "not known"
    return alone, alone


EXPORT = Export(
    kind="sessions",
    title="Session lists",
    sentence="Who goes to which session: a summary, and a sheet to tick off for each.",
    for_whom="The organising team, and each session's own sheet for those who lead it",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=False,
    extras=(),
    build=build,
)
