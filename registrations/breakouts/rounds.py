"""Where there is something to choose: the slots in which several sessions run side by side."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from forum.models import Event, Session, Slot
from forum.models.programme import SessionKind

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


def rounds(event: Event) -> list[Round]:
    """The slots with two or more discussion groups or workshops, in time order; one query.

    Sessions come by title, each with its slot and room.
    """
    rows = (
        Session.objects.filter(event=event, slot__isnull=False, kind__in=CHOSEN)
        .select_related("slot", "room")
        .order_by("slot__starts_at", "slot_id", "title", "id")
    )
    found = []
    for slot, group in groupby(rows, key=lambda session: session.slot):
        sessions = list(group)
        held = [session for session in sessions if not session.is_cancelled]
        if slot and len(held) > 1:
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
