"""Letting a message leave, now or at a day and hour, once somebody has looked at it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit, dates
from forum.models import Event, User
from registrations import places
from registrations.announcing.delivering import leave, lock, people_of
from registrations.announcing.keeping import is_shut, writable_until
from registrations.models import Announcement
from registrations.models.messages import AnnouncementState


class RefusedError(places.RefusedError):
    """The message does not leave; `words` say why and what to do."""


class ChangedError(RefusedError):
    """What was looked at is not what stands now: somebody has to look again."""


@dataclass(frozen=True)
class Seen:
    """What somebody looked at: how many people it was for, and when it was last written."""

    count: int
    written: str


def send(*, announcement: Announcement, seen: Seen, by: User, now: datetime | None = None) -> int:
    """Send it now to everybody in its audience; how many they are. Sent already, it is 0.

    Raises ChangedError when the people are more or fewer than somebody saw, or the words are
    others, and RefusedError when nobody is there to get it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        held = _held(announcement)
        if held.state == AnnouncementState.SENT:
            return 0
        _check(held, seen, now)
        people = list(people_of(held))
        if not people:
            raise RefusedError("Nobody is among these people, so nobody would get it.")
        if len(people) != seen.count:
            raise ChangedError(_more_or_fewer(len(people), seen.count))
        leave(held, people, now)
        audit.record(
            deed="sent a message", by=by, event=held.event, row_id=held.id, count=len(people)
        )
    announcement.refresh_from_db()
    return len(people)


def schedule(
    *,
    announcement: Announcement,
    at: datetime,
    seen: Seen,
    by: User,
    now: datetime | None = None,
) -> None:
    """Let it leave by itself at a moment, to whoever is in its audience then.

    Raises ChangedError when its words are others than somebody saw, and RefusedError for a moment
    that has passed or comes too long after the event.
    """
    now = now or timezone.now()
    with transaction.atomic():
        held = _held(announcement)
        _check(held, seen, now)
        if at <= now:
            raise RefusedError("This time has passed. Choose a later one, or send it now.")
        if is_shut(held.event, at):
            last = dates.day(writable_until(held.event))
            raise RefusedError(f"Messages about this event can leave until {last}.")
        held.state, held.send_at = AnnouncementState.SCHEDULED, at
        held.save(update_fields=["state", "send_at"])
        audit.record(deed="scheduled a message", by=by, event=held.event, row_id=held.id)
    announcement.refresh_from_db()


def call_off(*, announcement: Announcement, by: User) -> None:
    """Make a draft of a message that was to leave later. Raises RefusedError when it has left."""
    with transaction.atomic():
        held = _held(announcement)
        if held.state == AnnouncementState.SENT:
            raise RefusedError("It has left already, so it cannot be called off.")
        if held.state == AnnouncementState.SCHEDULED:
            held.state, held.send_at = AnnouncementState.DRAFT, None
            held.save(update_fields=["state", "send_at"])
            audit.record(deed="called off a message", by=by, event=held.event, row_id=held.id)
    announcement.refresh_from_db()


def _held(announcement: Announcement) -> Announcement:
    if (held := lock(announcement.pk)) is None:
        raise ChangedError("Somebody deleted this message.")
    return held


def _check(held: Announcement, seen: Seen, now: datetime) -> None:
    event: Event = held.event
    if held.state == AnnouncementState.SCHEDULED:
        raise RefusedError("It leaves by itself already. Call it off to send it otherwise.")
    if held.state == AnnouncementState.SENT:
        raise RefusedError("It has been sent already.")
    if is_shut(event, now):
        raise RefusedError("The event was more than 30 days ago. Nothing is sent about it now.")
    if held.touched_at.isoformat() != seen.written:
        raise ChangedError("Somebody changed this message after you looked. Read it again.")


def _more_or_fewer(count: int, seen: int) -> str:
    before = f"{seen} when you looked"
    return f"It is for {count} {'person' if count == 1 else 'people'} now, and was for {before}."
