"""Joining online from one's own page: the button counts the person, and the page has the link."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum import dates
from forum.models import Event
from forum.models.events import Mode
from registrations import check_in
from registrations.models import Registration
from registrations.models.check_in import How

EARLY = timedelta(minutes=30)


class NotOpenError(Exception):
    """Nobody can join, or not this person; the words say why."""


@dataclass(frozen=True)
class Room:
    """The online room as one person may see it: from when, and the link once they have joined."""

    opens_at: datetime
    is_open: bool = False
    link: str = ""


def opens_at(event: Event) -> datetime:
    """When the doors open, or half an hour before the start; never before the link is released."""
    first = event.doors_at or event.starts_at - EARLY
    return max(first, event.place_released_at or first)


def room(registration: Registration, now: datetime | None = None) -> Room | None:
    """The room of somebody with a place at an event that is online; None for everybody else.

    One query while it is open, and none before.
    """
    event, now = registration.event, now or timezone.now()
    is_online = event.mode != Mode.IN_PERSON and event.online_link
    if not (is_online and event.is_published and registration.has_a_place and now <= event.ends_at):
        return None
    begins = opens_at(event)
    if now < begins:
        return Room(begins)
    is_inside = registration.check_ins.filter(session=None).exists()
    return Room(begins, is_open=True, link=event.online_link if is_inside else "")


@transaction.atomic
def join(*, registration: Registration, now: datetime | None = None) -> None:
    """Check the person in as joined online; whoever is in already stays as they are.

    Raises NotOpenError before the room opens, after the end and for somebody without a place.
    Audited as "checked in" by nobody of the team.
    """
    now = now or timezone.now()
    found = room(registration, now)
    if found is None:
        raise NotOpenError("The online room is not open for this booking.")
    if not found.is_open:
        zone = registration.event.zone
        day, clock = dates.day(found.opens_at, zone), dates.clock(found.opens_at, zone)
        raise NotOpenError(f"The online room opens on {day}, {clock}.")
    result = check_in.check_in(
        registration=registration, by=None, scan_id=uuid.uuid4(), how=How.JOINED, now=now
    )
    if result.check_in is None:
        raise NotOpenError("The online room is not open for this booking.")
