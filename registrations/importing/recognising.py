"""Which tool a file comes from, and what its columns most likely mean.

pretix writes orders, order positions and check-in lists; Eventbrite wrote its attendee report with
"Order #" and "Attendee #" and writes it with "Order ID" and "Attendee first name" now. A heading of
any other file is known from the last time, or guessed from its words; the team looks at all of it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from registrations.importing.fields import FIELDS, LEAVE

PRETIX, EVENTBRITE = "pretix", "eventbrite"
TOOLS = {PRETIX: "pretix", EVENTBRITE: "Eventbrite"}

# Headings that stand together in no file but that tool's.
_SIGNS: list[tuple[str, frozenset[str]]] = [
    (PRETIX, frozenset({"order code", "position id", "attendee name"})),
    (PRETIX, frozenset({"order code", "attendee name", "product"})),
    (PRETIX, frozenset({"event slug", "order code", "status"})),
    (EVENTBRITE, frozenset({"order #", "first name", "last name"})),
    (EVENTBRITE, frozenset({"order id", "attendee first name", "attendee last name"})),
]
_PRETIX = {
    "attendee name": "name",
    "attendee email": "email",
    "email": "buyer_email",
    "e-mail": "email",
    "phone number": "phone",
    "company": "organisation",
    "invoice address name": "buyer_name",
    "name": "buyer_name",
    "status": "status",
    "positions": "tickets",
    "order locale": "language",
}
_EVENTBRITE = {
    "first name": "first_name",
    "last name": "last_name",
    "email": "email",
    "attendee status": "status",
    "quantity": "tickets",
    "company": "organisation",
    "cell phone": "phone",
    "home phone": "phone",
    "work phone": "phone",
    "attendee first name": "first_name",
    "attendee last name": "last_name",
    "attendee email": "email",
    "phone number": "phone",
    "ticket quantity": "tickets",
    "buyer first name": "buyer_name",
    "buyer last name": "buyer_name",
    "buyer email": "buyer_email",
}
_MEANINGS = {PRETIX: _PRETIX, EVENTBRITE: _EVENTBRITE}
# What these tools write beside the answers to questions; nothing of it is about a person.
_THEIRS = re.compile(
    r"(order|event|ticket|seat|price|tax|voucher|invoice|payment|purchaser|barcode|follow-up"
    r"|check|group|job|attendee #|product|variation|fees|total|country|city|state|zip|address|home"
    r"|currency)\b"
)
_SAID = {
    "name": ["name", "full name", "your name", "badge name", "name for the badge", "attendee"],
    "first_name": ["first name", "given name", "forename", "first names"],
    "last_name": ["last name", "surname", "family name"],
    "email": ["email", "e-mail", "email address", "e-mail address", "mail"],
    "phone": ["phone", "phone number", "mobile", "mobile number", "telephone", "tel"],
    "organisation": ["organisation", "organization", "company", "charity", "group", "org"],
    "reach": ["reach"],
    "language": ["language", "preferred language"],
    "status": ["status", "state", "booking status"],
}
_BY_HEADING = {heading: key for key, headings in _SAID.items() for heading in headings}
# The first that is in the heading counts.
_BY_WORD = [
    ("allerg", "allergens"),
    ("intoleran", "allergens"),
    ("diet", "meals"),
    ("food", "meals"),
    ("meal", "meals"),
    ("access", "access"),
    ("pronoun", "pronouns"),
    ("organisation", "organisation"),
    ("organization", "organisation"),
]
# What the reader puts behind the second of two headings that are the same.
_SECOND = re.compile(r"^(?P<heading>.+) \([A-Z]{1,3}\)$")


@dataclass(frozen=True)
class Column:
    """A heading with what it means: `known` from the tool or the last time, else guessed."""

    heading: str
    meaning: str
    known: bool = False


def plain(heading: str) -> str:
    """The heading as headings are compared."""
    return " ".join(heading.split()).casefold()


def source_of(headings: Iterable[str]) -> str:
    """PRETIX, EVENTBRITE, or nothing for a file of any other kind."""
    there = {plain(heading) for heading in headings}
    return next((tool for tool, signs in _SIGNS if signs <= there), "")


def columns(
    headings: Collection[str], *, known: Mapping[str, str], asked: Collection[str]
) -> list[Column]:
    """What each heading most likely means at an event that asks these kinds of question.

    `known` is what the team said the last time, by plain heading.
    """
    there = {plain(heading) for heading in headings}
    of_tool = _of_tool(source_of(headings), there)
    return [_offered(_column(heading, there, known, of_tool), asked) for heading in headings]


Known = Callable[[str], str | None]


def _of_tool(source: str, there: set[str]) -> Known:
    if not source:
        return lambda heading: None
    meanings = _MEANINGS[source]
    if source == PRETIX and "attendee email" not in there:
        meanings = {**meanings, "email": "email"}

    def meaning(heading: str) -> str | None:
        found = meanings.get(heading)
        return found or (LEAVE if _THEIRS.match(heading) else None)

    return meaning


def _column(heading: str, there: set[str], known: Mapping[str, str], of_tool: Known) -> Column:
    bare = plain(heading)
    second = _SECOND.match(heading)
    if second and plain(second["heading"]) in there:
        bare = plain(second["heading"])
    if plain(heading) in known:
        return Column(heading, known[plain(heading)], known=True)
    if meaning := of_tool(bare):
        return Column(heading, meaning, known=True)
    return Column(heading, _guessed(bare))


def _guessed(heading: str) -> str:
    if heading in _BY_HEADING:
        return _BY_HEADING[heading]
    return next((key for word, key in _BY_WORD if word in heading), LEAVE)


def _offered(column: Column, asked: Collection[str]) -> Column:
    """A question that the event does not ask is not answered by a file either."""
    field = FIELDS.get(column.meaning)
    if field and field.question and field.question not in asked:
        return Column(column.heading, LEAVE, known=column.known)
    return column if field else Column(column.heading, LEAVE, known=column.known)
