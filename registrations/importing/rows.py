"""One row of the file as one person: what is said of them, or what is wrong with it and where."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from forum import languages, sealed, typed
from forum.models.people import Reach
from forum.tables import Line
from registrations.importing import needs_said
from registrations.importing.fields import FIELDS

# How long each may be, and what is asked of it beyond being one line.
_CHECKS: dict[str, tuple[int, Callable[[str], str]]] = {
    "name": (80, str),
    "pronouns": (30, str),
    "organisation": (120, str),
    "email": (typed.LONGEST_ADDRESS, typed.address),
    "phone": (typed.LONGEST_NUMBER, typed.number),
}
_REACHES = {
    **{value: value for value in Reach.values},
    **{label.casefold(): value for value, label in Reach.choices},
    "outside the uk": Reach.INTERNATIONAL.value,
    "not known": Reach.UNKNOWN.value,
}
_LANGUAGES = {words.casefold(): code for code, words in languages.IN_ENGLISH} | {
    words.casefold(): code for code, words in languages.IN_OWN_SCRIPT
}
_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z-]+)?")
# What other tools call a booking that stands no more, as its first word.
_ENDED = re.compile(
    r"(cancel|refund|expired|deleted|not attending|transferred|abandoned|declined|denied)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and under which heading."""

    number: int
    heading: str
    words: str


@dataclass
class Person:
    """Somebody who can be brought in: their answers in the open, and those that are sealed."""

    number: int
    name: str
    email: str = ""
    phone: str = ""
    organisation: str = ""
    reach: str = Reach.UNKNOWN
    pronouns: str = ""
    language: str = "en"
    # Only whoever ordered is named, or can be written to.
    by_buyers_name: bool = False
    by_buyers_email: bool = False
    needs: dict[str, Any] = field(default_factory=dict, repr=False)


class Cells:
    """The cells of a row by what they mean."""

    def __init__(self, line: Line, meanings: list[tuple[int, str, str]]) -> None:
        self.number = line.number
        self.said: dict[str, str] = {}
        self.under: dict[str, str] = {}
        for at, heading, key in meanings:
            self._take(heading, key, line.values[at])

    def _take(self, heading: str, key: str, value: str) -> None:
        known = FIELDS[key]
        if known.is_need:
            value = needs_said.cell(heading, value)
        if not value.strip():
            return
        if key not in self.said:
            self.said[key], self.under[key] = value, heading
        elif known.joined:
            self.said[key] += f"{known.joined}{value}"

    def __getitem__(self, key: str) -> str:
        return self.said.get(key, "").strip()

    def heading(self, *keys: str) -> str:
        """The heading over the first of these that is filled in."""
        return next((self.under[key] for key in keys if key in self.under), "")

    @property
    def has_ended(self) -> bool:
        """Whether the other tool says that the booking stands no more."""
        return bool(_ENDED.match(self["status"]))


def meanings(headings: Collection[str], mapping: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """Position, heading and field of every column that is not left out."""
    return [
        (at, heading, mapping[heading])
        for at, heading in enumerate(headings)
        if mapping.get(heading) in FIELDS
    ]


def person(cells: Cells, asked: Collection[str]) -> tuple[Person | None, list[Fault]]:
    """Who stands in this row, or all that is wrong with it.

    `asked` are the kinds of question that the event asks.
    """
    faults: list[Fault] = []

    def wrong(words: str, *keys: str) -> None:
        faults.append(Fault(cells.number, cells.heading(*keys), words))

    def checked(check: str, key: str, value: str) -> str:
        try:
            return _clean(check, value)
        except ValidationError as error:
            words = error.messages[0]
            wrong(words if words.endswith(".") else f"{words}, not {_shown(value)}", key)
            return ""

    own = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
    name = checked("name", "name" if cells["name"] else "first_name", own or cells["buyer_name"])
    if not (own or cells["buyer_name"]):
        faults.append(Fault(cells.number, "", "There is no name in this row"))
    address = "email" if cells["email"] else "buyer_email"
    found = Person(
        number=cells.number,
        name=name,
        email=checked("email", address, cells[address]),
        phone=checked("phone", "phone", cells["phone"]),
        organisation=checked("organisation", "organisation", cells["organisation"]),
        pronouns=checked("pronouns", "pronouns", cells["pronouns"]),
        by_buyers_name=not own,
        by_buyers_email=address == "buyer_email" and bool(cells[address]),
    )
    found.reach = _reach(cells["reach"], wrong)
    found.language = _language(cells["language"], wrong)
    if _is_several(cells["tickets"]):
        wrong(
            "This row stands for several tickets and names one person. Export one row a person,"
            " or leave this column out to bring in that one person",
            "tickets",
        )
    found.needs = _needs(cells, asked, wrong)
    return (None if faults else found), faults


def _clean(check: str, value: str) -> str:
    """What was typed as a form would keep it. Raises ValidationError."""
    longest, asked = _CHECKS[check]
    line = asked(typed.one_line(value))
    typed.at_most(longest)(line)
    return line


def _shown(value: str) -> str:
    """The first letters of what was wrong, so that it is found in the file."""
    seen = " ".join(value.split())
    return f"“{seen[:40]}{'…' if len(seen) > 40 else ''}”"


def _reach(said: str, wrong: Any) -> str:
    if not said:
        return Reach.UNKNOWN
    first = said.casefold().partition(":")[0].strip()
    if first not in _REACHES:
        wrong(f"Write local, regional, national or international, not {_shown(said)}", "reach")
    return _REACHES.get(first, Reach.UNKNOWN)


def _language(said: str, wrong: Any) -> str:
    if not said:
        return "en"
    if found := _LANGUAGES.get(said.casefold()):
        return found
    if _LOCALE.fullmatch(said):
        code = re.split("[-_]", said)[0]
        return code if code in _LANGUAGES.values() else "en"
    wrong(f"We know no language named {_shown(said)}", "language")
    return "en"


def _is_several(tickets: str) -> bool:
    return tickets.isdigit() and int(tickets) > 1


def _needs(cells: Cells, asked: Collection[str], wrong: Any) -> dict[str, Any]:
    """The answers to be sealed. What is wrong with them is said without them."""
    keys = [key for key in cells.said if FIELDS[key].is_need]
    try:
        found = needs_said.answers({key: cells[key] for key in keys}, asked)
    except needs_said.TooLongError:
        wrong(f"Use {needs_said.LONGEST} characters or fewer", *keys)
        return {}
    # Padded to one size, with room for what is written beside them.
    if sealed.size(found) > sealed.PADDED_BYTES // 2:
        wrong("This is too long to keep", *keys)
    return found
