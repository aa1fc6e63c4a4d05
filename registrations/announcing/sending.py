"""Letting messages leave: now, at a day and hour, and to those who come into the audience later.

Each message is one transaction under a lock on its row, with a `Delivery` for each person and what
the outbox and the telephone list hold of it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.utils import timezone

from forum import audit, dates
from forum.models import Event, User
from forum.models.events import State as EventState
from registrations import audience, telling
from registrations.announcing.keeping import is_shut, writable_until
from registrations.emails.announcements import KIND
from registrations.models import Announcement, Delivery, Registration
from registrations.models.messages import AnnouncementState
from registrations.models.registrations import RegistrationQuerySet

# Of so many messages at once it is asked whether somebody new is among their people.
_ASKED = 50


class RefusedError(Exception):
    """The message does not leave; `words` say why and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


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
        held = _lock(announcement.pk)
        if held.state == AnnouncementState.SENT:
            return 0
        _check(held, seen, now)
        people = list(_people(held))
        if not people:
            raise RefusedError("Nobody is among these people, so nobody would get it.")
        if len(people) != seen.count:
            raise ChangedError(_more_or_fewer(len(people), seen.count))
        _leave(held, people, now)
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
        held = _lock(announcement.pk)
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
        held = _lock(announcement.pk)
        if held.state == AnnouncementState.SENT:
            raise RefusedError("It has left already, so it cannot be called off.")
        if held.state == AnnouncementState.SCHEDULED:
            held.state, held.send_at = AnnouncementState.DRAFT, None
            held.save(update_fields=["state", "send_at"])
            audit.record(deed="called off a message", by=by, event=held.event, row_id=held.id)
    announcement.refresh_from_db()


def send_due(now: datetime | None = None) -> int:
    """Send the messages whose day and hour have come; to how many people. A job.

    One whose event was called off meanwhile, or ended while nothing ran, is a draft again, and so
    is one that has nobody to go to: it keeps the time at which it should have left.
    """
    due = Announcement.objects.filter(
        state=AnnouncementState.SCHEDULED, send_at__lte=now or timezone.now()
    )
    ids = list(due.order_by("send_at", "id").values_list("id", flat=True))
    return sum(_send_scheduled(pk, now or timezone.now()) for pk in ids)


@transaction.atomic
def _send_scheduled(pk: uuid.UUID, now: datetime) -> int:
    held = Announcement.objects.select_for_update().filter(pk=pk).first()
    if held is None or held.state != AnnouncementState.SCHEDULED or not _is_due(held, now):
        return 0  # another process was first, or it was called off
    people = [] if _is_too_late(held, now) else list(_people(held))
    if people:
        _leave(held, people, now)
    else:
        held.state = AnnouncementState.DRAFT
        held.save(update_fields=["state"])
    deed = "sent a message" if people else "kept a message back"
    audit.record(deed=deed, by=None, event=held.event, row_id=held.id, count=len(people))
    return len(people)


def _is_due(held: Announcement, now: datetime) -> bool:
    return held.send_at is not None and held.send_at <= now


def _is_too_late(held: Announcement, now: datetime) -> bool:
    event, send_at = held.event, held.send_at or now
    called_off = event.cancelled_at
    is_over = send_at < event.ends_at <= now
    return is_over or is_shut(event, now) or bool(called_off and held.touched_at < called_off)


def send_later_due(now: datetime | None = None) -> int:
    """Send what was sent before to people who came into its audience since; to how many. A job.

    Until the event ends. Their confirmation was queued before, and comes first; of several
    messages the first sent comes first. One query when no message is live, two when nobody is new.
    """
    live = list(
        Announcement.objects.filter(
            state=AnnouncementState.SENT,
            reaches_later=True,
            event__state=EventState.PUBLISHED,
            event__ends_at__gt=now or timezone.now(),
        )
        .select_related("event")
        .order_by("sent_at", "id")
    )
    new = _with_somebody_new(live)
    due = [one.pk for one in live if str(one.pk) in new]
    # At a given `now` one after the other all the same: mails to one address leave in order.
    return sum(
        _send_later(pk, now + timedelta(microseconds=order) if now else timezone.now())
        for order, pk in enumerate(due)
    )


@transaction.atomic
def _send_later(pk: uuid.UUID, now: datetime) -> int:
    held = _lock(pk)
    people = list(audience.reached(_new_people(held))) if now < held.event.ends_at else []
    _deliver(held, people, now)
    return len(people)


def _with_somebody_new(live: list[Announcement]) -> set[str]:
    """The ids of those messages that somebody should get who has not."""
    found: set[str] = set()
    for start in range(0, len(live), _ASKED):
        asked = [
            _new_people(one)
            .order_by()
            .values_list(Value(str(one.pk), output_field=CharField()), flat=True)
            for one in live[start : start + _ASKED]
        ]
        found.update(asked[0].union(*asked[1:]) if len(asked) > 1 else asked[0].distinct())
    return found


def _people(held: Announcement) -> RegistrationQuerySet:
    return audience.reached(audience.people(held.event, held.audience))


def _new_people(held: Announcement) -> RegistrationQuerySet:
    told = Delivery.objects.filter(announcement=held, registration=OuterRef("pk"))
    found: RegistrationQuerySet = audience.people(held.event, held.audience).filter(~Exists(told))
    return found


def _lock(pk: uuid.UUID) -> Announcement:
    held = Announcement.objects.select_for_update().filter(pk=pk).first()
    if held is None:
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


def _leave(held: Announcement, people: Sequence[Registration], now: datetime) -> None:
    held.state, held.sent_at = AnnouncementState.SENT, now
    held.save(update_fields=["state", "sent_at"])
    _deliver(held, people, now)


def _deliver(held: Announcement, people: Sequence[Registration], now: datetime) -> None:
    """A row for each, and a mail or a call for each who is not told by another of them."""
    rows = [Delivery(announcement=held, registration=one, created_at=now) for one in people]
    Delivery.objects.bulk_create(rows, batch_size=500)
    told_with_others = audience.spoken_for(people)
    about = [
        (one, row.id)
        for one, row in zip(people, rows, strict=True)
        if one.pk not in told_with_others
    ]
    telling.tell_many(about, KIND, event=held.event, now=now)
