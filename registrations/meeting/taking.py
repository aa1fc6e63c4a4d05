"""Checking in who was matched, and counting the rest by their heads."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import check_in, tallying
from registrations.door_cards import why_shut
from registrations.models import Registration
from registrations.models.check_in import How


class NotMatchedError(Exception):
    """Nothing was written; the words say why."""


@dataclass(frozen=True)
class Taken:
    """How many were checked in by this, and how many heads were counted."""

    people: int
    heads: int


def why_not(event: Event, now: datetime | None = None) -> str:
    """Why there can be no list of who was in the meeting, or nothing."""
    now = now or timezone.now()
    if shut := why_shut(event):
        return shut
    if now < event.starts_at:
        return "The meeting has not begun."
    return "The bookings were erased." if event.is_forgotten_at(now) else ""


@transaction.atomic
def take(
    *,
    event: Event,
    people: Sequence[Registration],
    heads: int,
    day: date,
    by: User,
    press: uuid.UUID,
    now: datetime | None = None,
) -> Taken:
    """Check these people in, and count `heads` others on that day; the same press does it once.

    Whoever is in already stays as they are. Raises NotMatchedError, and whatever tallying.count
    raises. Audited as "matched a meeting's list" with how many, beside a line for each.
    """
    now = now or timezone.now()
    if words := why_not(event, now):
        raise NotMatchedError(words)
    new = 0
    for person in people:
        before = person.check_ins.filter(session=None).exists()
        scan_id = uuid.uuid5(press, str(person.pk))
        done = check_in.check_in(
            registration=person, by=by, scan_id=scan_id, how=How.MATCHED, now=now
        )
        new += done.kind == check_in.IN and not before
    if heads:
        tallying.count(event=event, day=day, number=heads, by=by, press=press, now=now)
    if new:
        audit.record(deed="matched a meeting's list", by=by, event=event, count=new)
    return Taken(new, heads)
