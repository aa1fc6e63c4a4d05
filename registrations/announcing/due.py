"""Messages that leave by themselves: at their day and hour, and to who comes in later.

Each is one transaction under a lock on its row: a killed process tells all of its people or none,
and nobody is told twice.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Value
from django.utils import timezone

from forum import audit
from forum.models.events import State as EventState
from registrations import audience
from registrations.announcing.delivering import deliver, leave, lock, new_people_of, people_of
from registrations.announcing.keeping import is_shut
from registrations.models import Announcement
from registrations.models.messages import AnnouncementState

# Of so many messages at once it is asked whether somebody new is among their people.
_ASKED = 50


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
    held = lock(pk)
    if held is None or held.state != AnnouncementState.SCHEDULED or not _is_due(held, now):
        return 0  # another process was first, or it was called off
    people = [] if _is_too_late(held, now) else list(people_of(held))
    if people:
        leave(held, people, now)
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
    held = lock(pk)
    if held is None:
        return 0
    people = list(audience.reached(new_people_of(held))) if now < held.event.ends_at else []
    deliver(held, people, now)
    return len(people)


def _with_somebody_new(live: list[Announcement]) -> set[str]:
    """The ids of those messages that somebody should get who has not."""
    found: set[str] = set()
    for start in range(0, len(live), _ASKED):
        asked = [
            new_people_of(one)
            .order_by()
            .values_list(Value(str(one.pk), output_field=CharField()), flat=True)
            for one in live[start : start + _ASKED]
        ]
        found.update(asked[0].union(*asked[1:]) if len(asked) > 1 else asked[0].distinct())
    return found
