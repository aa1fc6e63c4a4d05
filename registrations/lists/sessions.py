"""X6, the session lists: a summary, and one sheet for each session to tick off at its door."""

import re
from collections.abc import Iterator

from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.models.people import Reach
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations.breakouts import sheets as sheets_of
from registrations.breakouts.sheets import SessionSheet, Sheets
from registrations.models import Registration
from registrations.models.registrations import ComingAs

_NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAB = 31  # what Excel takes, in UTF-16 code units
_TICK, _TICKED = "☐", "☑"
_NOT_TOLD = "Nobody has been told their sessions yet. Place people, tell them, then make this list."
_DUE = "The bookings of this event are due to be erased, so nobody is listed any more."
_PERSON = [
    Column("Tick", 6),
    Column("Badge name", 30),
    Column("Organisation", 48),
    Column("Reach", 15),
    Column("Note", 20),
]


def build(order: Order) -> Contents:
    """The sheets, from nine queries however many people and sessions there are."""
    event = order.event
    found = sheets_of.of(event)
    return Contents(
        sheets=[
            _summary(event, found),
            *(_sheet(one) for one in (found.sessions if found else [])),
        ],
        who="People who have a place at the event and in a session",
        count=found.placed if found else 0,
        delete_by=event.erased_on,
    )


def _summary(event: Event, found: Sheets | None) -> Sheet:
    sentence = "How many people go to each session, by what they were told."
    if found and found.nowhere:
        sentence += f" {found.nowhere_words.capitalize()} found no seat in a slot."
    if found and found.late:
        have = "person has" if found.late == 1 else "people have"
        sentence += f" {found.late} {have} a place and no session yet: place them in Breakouts."
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
            Column("First choice, share", 20),
            Column("Wished for it first, go elsewhere", 34),
            Column("Were there", 14),
            Column("State", 14),
        ],
        rows=_totals(found) if found else [],
        empty=_DUE if event.is_forgotten else _NOT_TOLD,
    )


def _totals(found: Sheets) -> Iterator[list[Value]]:
    for one in found.sessions:
        yield [
            one.number,
            one.slot,
            one.session.title,
            one.room,
            "no limit" if one.places is None and not one.session.is_cancelled else one.places or 0,
            one.placed,
            one.firsts,
            one.share,
            one.elsewhere,
            one.there or "nobody ticked",
            "cancelled" if one.session.is_cancelled else "held",
        ]


def _sheet(one: SessionSheet) -> Sheet:
    facts = [one.slot]
    if one.session.is_cancelled:
        facts.append("cancelled")
    elif one.session.room:
        facts.append(one.session.room.name)
    if one.leads:
        facts.append(f"led by {one.led_by}")
    return Sheet(
        name=tab(one.number, one.session.title),
        title=one.session.title,
        sentence=f"{'; '.join(facts)}. Placed here: {one.placed}.",
        columns=_PERSON,
        rows=[
            [
                _TICKED if listed.is_there else _TICK,
                listed.person.badge_name,
                *_organisation(listed.person),
                "leads it" if listed.is_lead else "",
            ]
            for listed in one.people
        ],
        empty="Nobody is placed here.",
    )


def tab(number: int, title: str) -> str:
    """The name of a sheet: unlike every other by its number, and nothing that Excel refuses."""
    name = " ".join(_NOT_IN_A_TAB.sub(" ", f"{number} {title}").split())
    while len(name.encode("utf-16-le")) > _TAB * 2:
        name = name[:-1]
    return name.rstrip("' ")


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
    paper="registrations:session_sheets",
)
