"""Who was in the meeting, by the file of Zoom, Teams, Meet or another with a column of names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.models.people import name_key
from forum.tables import Table

# How the columns are headed, by name_key: of Zoom, of Teams old and new, of Meet, of others.
_NAMES = [
    *("name", "full name", "name original name", "participant", "participant name"),
    *("attendee name", "user name", "display name", "attendee"),
]
_FIRST, _LAST = "first name", "last name"
_EMAILS = ["email", "user email", "email address", "attendee email", "participant id upn"]
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


class UnknownListError(Exception):
    """The table has no column of names."""


@dataclass(frozen=True)
class Participant:
    """Somebody in the meeting: the name they gave themselves there, and an address or ""."""

    name: str
    email: str = ""

    @property
    def plain_name(self) -> str:
        """The name without what stands in brackets at its end: pronouns, an earlier name."""
        return _ASIDE.sub("", self.name) or self.name


def is_heading(cells: Sequence[str]) -> bool:
    """Whether this row has the headings of the participants; a report may begin with others."""
    keys = [name_key(cell) for cell in cells]
    return any(key in keys for key in [*_NAMES, _FIRST])


def people_in(table: Table) -> list[Participant]:
    """Everybody in the table once, in its order; who left and came back is one.

    Raises UnknownListError.
    """
    keys = [name_key(heading) for heading in table.headings]
    columns = [keys.index(key) for key in _NAMES if key in keys][:1]
    if not columns:
        columns = [keys.index(key) for key in (_FIRST, _LAST) if key in keys]
    if not columns:
        raise UnknownListError("No column is headed “Name”.")
    email = next((keys.index(key) for key in _EMAILS if key in keys), None)
    found: dict[tuple[str, str], Participant] = {}
    for line in table.rows:
        name = _one_line(" ".join(line.values[column] for column in columns))
        address = line.values[email].strip().casefold() if email is not None else ""
        if name:
            found.setdefault((name_key(name) or name, address), Participant(name, address))
    return list(found.values())


def _one_line(text: str) -> str:
    return " ".join(text.split())[:120].strip()
