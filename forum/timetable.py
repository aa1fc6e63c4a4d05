"""The programme as people read it: day by day, and within a day by time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet

from forum.models import Event, Session
from forum.models.programme import SessionKind


@dataclass(frozen=True)
class Entry:
    """What happens from one time to another: a slot with its sessions, or one session alone.

    The title is the slot's; a session that stands alone has a title of its own.
    """

    begins: datetime
    finishes: datetime
    title: str
    sessions: list[Session] = field(default_factory=list)

    @property
    def only(self) -> Session | None:
        """The one session of it, when there is no other."""
        return self.sessions[0] if len(self.sessions) == 1 else None

    @property
    def choices(self) -> list[Session]:
        """The sessions that people choose from: held, and more than a break."""
        return [
            session
            for session in self.sessions
            if not session.is_cancelled and session.kind != SessionKind.BREAK
        ]

    @property
    def is_called_off(self) -> bool:
        """Whether nothing of it is held any more."""
        return bool(self.sessions) and all(session.is_cancelled for session in self.sessions)


@dataclass(frozen=True)
class Day:
    """One calendar day of the event, in the event's zone, with what begins on it."""

    date: date
    entries: list[Entry]


def days(event: Event, sessions: QuerySet[Session]) -> list[Day]:
    """The days on which something begins. Two queries, and those of `sessions` for more.

    `sessions` are the event's, with whatever the page shows of them; each gets its slot here.
    """
    slots = {slot.pk: slot for slot in event.slots.all()}
    in_slots = {pk: Entry(slot.starts_at, slot.ends_at, slot.title) for pk, slot in slots.items()}
    alone = []
    for session in sessions.order_by("starts_at", "title"):
        if session.slot_id is None:
            alone.append(Entry(session.begins, session.finishes, "", [session]))
        elif session.slot_id in slots:
            session.slot = slots[session.slot_id]
            in_slots[session.slot_id].sessions.append(session)
    entries = [*in_slots.values(), *alone]
    entries.sort(key=lambda entry: (entry.begins, entry.finishes))
    by_day = groupby(entries, key=lambda entry: entry.begins.astimezone(event.zone).date())
    return [Day(date, list(group)) for date, group in by_day]
