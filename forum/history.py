"""What was done to an event last, in words for its team."""

import itertools
from dataclasses import dataclass
from datetime import datetime

from forum.models import AuditEntry, Event

# The trail keeps deeds short; here is what each was done to, with a count where there was one.
_WORDS = {
    "published": "published the event",
    "read needs": "read what {people} asked for",
    "gave a place": "gave {people} a place",
    "cancelled a place": "cancelled the place of {people}",
    "changed a booking": "changed {count} {booking}",
    "checked in": "checked in {people}",
    "undid a check-in": "undid the check-in of {people}",
    "added a walk-in": "let in {people} without a booking",
}


@dataclass(frozen=True)
class Line:
    """One line of the record: when, who (nothing for the site itself) and what they did."""

    at: datetime
    who: str
    deed: str


def latest(event: Event, lines: int = 10) -> list[Line]:
    """The last deeds, newest first; the same deed done many times in a row is one line."""
    entries = event.audit_entries.select_related("who")[: lines * 10]
    rows = itertools.groupby(entries, key=lambda entry: (entry.who, entry.deed))
    return [_line(list(same)) for _key, same in itertools.islice(rows, lines)]


def _line(entries: list[AuditEntry]) -> Line:
    newest = entries[0]
    # Many rows count themselves; one row may say how many it concerned.
    count = len(entries) if len(entries) > 1 else (newest.count or 1)
    deed = _WORDS.get(newest.deed, newest.deed).format(
        count=count,
        people="1 person" if count == 1 else f"{count} people",
        booking="booking" if count == 1 else "bookings",
    )
    return Line(at=newest.at, who=str(newest.who) if newest.who else "", deed=deed)
