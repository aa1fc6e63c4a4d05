"""Where there is something to choose: the slots in which several sessions run side by side."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from forum import dates
from forum.models import Event, Session, Slot
from forum.models.programme import SessionKind
from registrations.models.breakouts import Allocation, Placement

# People are placed in these; to everything else they go together, or as they like.
CHOSEN = (SessionKind.BREAKOUT, SessionKind.WORKSHOP)


@dataclass(frozen=True)
class Round:
    """A slot, the sessions in it that people choose from, and those of it that were cancelled."""

    slot: Slot
    sessions: list[Session]
    called_off: list[Session] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The slot's id as text, as it stands in answers and addresses."""
        return str(self.slot.pk)

    @property
    def begins(self) -> datetime:
        return self.slot.starts_at

    @property
    def finishes(self) -> datetime:
        return self.slot.ends_at

    @property
    def when(self) -> str:
        """Its times, after the day where the event has several: "11 am to 12 noon"."""
        event, slot = self.slot.event, self.slot
        times = dates.times(slot.starts_at, slot.ends_at, event.zone)
        is_long = len(event.days) > 1
        return f"{dates.short_day(slot.starts_at, event.zone)}, {times}" if is_long else times


def rounds(event: Event) -> list[Round]:
    """The slots with two or more discussion groups or workshops, in time order; one query.

    A slot of which people were told stays one while a single session of it is held. Sessions come
    by title, each with its slot and room.
    """
    return _by_slot(event, _sessions(event))


def open_rounds(event: Event, now: datetime | None = None) -> list[Round]:
    """The rounds while people may choose, else none: see `is_closed`; at most one query."""
    if _is_past(event, now):
        return []
    return _by_slot(event, _sessions(event).filter(~Exists(_published(event))))


def is_closed(event: Event, now: datetime | None = None) -> bool:
    """Whether nothing can be chosen any more: its time is over, or people were told sessions."""
    return _is_past(event, now) or _published(event).exists()


def closes(event: Event) -> datetime:
    """Until when people choose: as the team set it, and until the event begins at the latest."""
    return min(event.choosing_closes_at or event.starts_at, event.starts_at)


def closed_words(event: Event, now: datetime | None = None) -> str:
    """Since when nothing can be chosen: "Choosing sessions closed on Tuesday 26 May, 6 pm"."""
    when = closes(event)
    if when > (now or timezone.now()):
        return "Choosing closed when sessions were given out"
    day, clock = dates.short_day(when, event.zone), dates.clock(when, event.zone)
    return f"Choosing sessions closed on {dates.hold(day)}, {dates.hold(clock)}"


def _is_past(event: Event, now: datetime | None) -> bool:
    return event.is_cancelled or closes(event) <= (now or timezone.now())


def _published(event: Event) -> QuerySet[Allocation]:
    return Allocation.objects.filter(event=event).published()


def _sessions(event: Event) -> QuerySet[Session]:
    seats = Placement.objects.filter(slot=OuterRef("slot"), allocation__published_at__isnull=False)
    return (
        Session.objects.filter(event=event, slot__isnull=False, kind__in=CHOSEN)
        .annotate(is_told=Exists(seats))
        .select_related("slot", "room")
        .order_by("slot__starts_at", "slot_id", "title", "id")
    )


def _by_slot(event: Event, rows: Iterable[Any]) -> list[Round]:
    found = []
    for slot, group in groupby(rows, key=lambda session: session.slot):
        sessions = list(group)
        held = [session for session in sessions if not session.is_cancelled]
        if slot and len(held) > (0 if sessions[0].is_told else 1):
            slot.event = event
            found.append(Round(slot, held, [one for one in sessions if one.is_cancelled]))
    return found


def topics(sessions: Iterable[Session]) -> dict[uuid.UUID, uuid.UUID]:
    """For each session what it is about: the same id for all that offer one session again.

    A chain of offerings, also one that ends where it began, is one topic.
    """
    again = {session.pk: session.offered_again_as_id for session in sessions}
    linked: dict[uuid.UUID, set[uuid.UUID]] = {pk: {pk} for pk in again}
    for pk, other in again.items():
        if other in linked and linked[other] is not linked[pk]:
            joined = linked[pk] | linked[other]
            linked |= dict.fromkeys(joined, joined)
    return {pk: min(linked[pk]) for pk in again}
