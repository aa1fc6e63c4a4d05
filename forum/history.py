"""What was done to an event last, in words for its team."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime

from forum import complaints
from forum.models import AuditEntry, Event

# The trail keeps deeds short; here is what each was done to, with a count where there was one.
_WORDS = {
    "published": "published the event",
    "read needs": "read what {people} asked for",
    "opened the needs board": "looked at the needs board",
    "gathered needs": "gathered what people asked for",
    "worked on needs": "worked on what people asked for",
    "counted needs": "counted what {people} asked for",
    "reminded people": "reminded {people}",
    "gave a place": "gave {people} a place",
    "approved a booking": "said yes to {people}",
    "approved a booking to wait": "said yes to {people} while every place was taken",
    "declined a booking": "said no to {people}",
    "was offered a place": "{people} got an offer of a free place",
    "took the offered place": "{people} took an offered place",
    "let an offer go": "{people} let an offered place go",
    "did not answer an offer": "{people} did not answer an offer in time",
    "cancelled a place": "cancelled the place of {people}",
    "changed a booking": "changed {count} {booking}",
    "checked in": "checked in {people}",
    "undid a check-in": "undid the check-in of {people}",
    "added a walk-in": "let in {people} without a booking",
    "matched a meeting's list": "found {people} in the meeting’s list",
    "counted heads": "counted people without names",
    "counted fewer heads": "counted fewer people without names",
    "ticked who was in a session": "ticked {people} in a session",
    "took back who was in a session": "took back the tick of {people} in a session",
}


@dataclass(frozen=True)
class Line:
    """One line of the record: when, who (nothing for the site itself) and what they did."""

    at: datetime
    who: str
    deed: str
    days_ago: int

    @property
    def is_today(self) -> bool:
        return self.days_ago == 0

    @property
    def is_yesterday(self) -> bool:
        return self.days_ago == 1


def latest(event: Event, *, now: datetime, lines: int = 10) -> list[Line]:
    """The last deeds, newest first; the same deed done many times in a row on a day is one line.

    Nothing about complaints: the whole team reads these lines.
    """
    told = event.audit_entries.exclude(deed__in=complaints.DEEDS)
    entries = list(told.select_related("who")[: lines * 10])
    today = now.astimezone(event.zone).date()

    def day_of(entry: AuditEntry) -> date:
        return entry.at.astimezone(event.zone).date()

    rows = itertools.groupby(entries, key=lambda entry: (entry.who, entry.deed, day_of(entry)))
    return [
        _line(list(same), days_ago=(today - day).days)
        for (_who, _deed, day), same in itertools.islice(rows, lines)
    ]


def _line(entries: list[AuditEntry], *, days_ago: int) -> Line:
    newest = entries[0]
    # Many rows count themselves; one row may say how many it concerned.
    count = len(entries) if len(entries) > 1 else (newest.count or 1)
    deed = _WORDS.get(newest.deed, newest.deed).format(
        count=count,
        people="1 person" if count == 1 else f"{count} people",
        booking="booking" if count == 1 else "bookings",
    )
    who = str(newest.who) if newest.who else ""
    return Line(at=newest.at, who=who, deed=deed, days_ago=days_ago)
