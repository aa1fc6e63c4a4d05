"""The programme: what clashes in it, and changing it.

A clash is told in words and never forbidden: a programme is true only when it is finished.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from forum import audit, dates
from forum.models import Event, Room, Session, SessionLead, Slot, User


@dataclass(frozen=True)
class Clash:
    """Something that cannot all be true on the day: in words, and the session or slot to mend."""

    words: str
    row: Session | Slot

    @property
    def thing(self) -> str:
        """What the row is called in addresses."""
        return "slot" if isinstance(self.row, Slot) else "session"


def clashes(event: Event, *, sessions: Iterable[Session], slots: Iterable[Slot]) -> list[Clash]:
    """What clashes in the programme. No query when slot, room and leads are at hand."""
    held = [session for session in sessions if not session.is_cancelled]
    held.sort(key=lambda session: (session.begins, session.finishes, session.title))
    found = [*_outside(event, slots, held), *_too_many_for_the_room(held)]
    for one, other in itertools.combinations(held, 2):
        if one.begins < other.finishes and other.begins < one.finishes:
            found += _at_once(event, one, other)
    return found


def _outside(event: Event, slots: Iterable[Slot], sessions: list[Session]) -> Iterator[Clash]:
    for slot in slots:
        if slot.starts_at < event.starts_at or slot.ends_at > event.ends_at:
            yield Clash(f"The slot {_called(slot, event)} is outside the event.", slot)
    for session in sessions:
        if session.slot is None and (
            session.begins < event.starts_at or session.finishes > event.ends_at
        ):
            yield Clash(f"“{session.title}” is outside the event.", session)


def _called(slot: Slot, event: Event) -> str:
    return f"“{slot.title}”" if slot.title else f"at {dates.clock(slot.starts_at, event.zone)}"


def _too_many_for_the_room(sessions: list[Session]) -> Iterator[Clash]:
    for session in sessions:
        room = session.room
        if room and room.capacity and (session.max_places or 0) > room.capacity:
            yield Clash(
                f"“{session.title}” has {session.max_places} places, "
                f"and {room.name} holds {room.capacity}.",
                session,
            )


def _at_once(event: Event, one: Session, other: Session) -> Iterator[Clash]:
    at = dates.clock(max(one.begins, other.begins), event.zone)
    pair = f"“{one.title}” and “{other.title}”"
    if one.room and one.room == other.room:
        yield Clash(f"{pair} are both in {one.room.name} at {at}.", other)
    for name in sorted(_leads(one) & _leads(other)):
        yield Clash(f"{pair} are both led by {name} at {at}.", other)


def _leads(session: Session) -> set[str]:
    return {lead.name for lead in session.leads.all()}


@transaction.atomic
def keep(
    *,
    row: Room | Slot | Session,
    fields: dict[str, Any],
    by: User,
    leads: list[tuple[str, str]] | None = None,
) -> None:
    """Write the fields of a room, slot or session, new or changed; for a session its leads too.

    `leads` are pairs of name and organisation, and stand for all leads of the session.
    """
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    if leads is not None and isinstance(row, Session):
        row.leads.all().delete()
        for name, organisation in leads:
            SessionLead.objects.create(session=row, name=name, organisation=organisation)
    audit.record(deed="changed the programme", by=by, event=row.event, row_id=row.pk)


@transaction.atomic
def remove(*, row: Room | Slot | Session, by: User) -> None:
    """Take it out. With a slot go its sessions; sessions of a room stay, without a room."""
    audit.record(deed="changed the programme", by=by, event=row.event, row_id=row.pk)
    row.delete()
