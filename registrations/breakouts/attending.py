"""Who was in a session: ticked at its door or from its paper, and taken back."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit, dates
from forum.models import Event, Session, User
from registrations import places
from registrations.models import CheckIn, Registration

TICKED, TOOK_BACK = "ticked who was in a session", "took back who was in a session"


class NotYetError(ValueError):
    """Nobody can be in the session yet; the words say from when."""


@transaction.atomic
def tick(
    *, session: Session, people: Iterable[uuid.UUID], by: User | None, now: datetime | None = None
) -> int:
    """Say of these people of the event that they were in the session: how many are new.

    Twice is once. Whoever cancelled meanwhile is left out. Raises NotYetError before the day of
    the session.
    """
    now = now or timezone.now()
    event = places.lock(session.event_id)
    if words := why_not_yet(session, event, now):
        raise NotYetError(words)
    there = CheckIn.objects.filter(session=session).values("registration")
    coming = Registration.objects.filter(event=event, pk__in=list(people)).confirmed()
    new = [
        CheckIn(registration=person, event=event, session=session, by=by, at=now)
        for person in coming.exclude(pk__in=there)
    ]
    CheckIn.objects.bulk_create(new)
    if new:
        audit.record(deed=TICKED, by=by, event=event, row_id=session.pk, count=len(new))
    return len(new)


@transaction.atomic
def take_back(*, session: Session, people: Iterable[uuid.UUID], by: User | None) -> int:
    """Say of these people that they were not in the session after all: of how many it was said."""
    event = places.lock(session.event_id)
    held = CheckIn.objects.filter(session=session, registration__in=list(people))
    count, _ = held.delete()
    if count:
        audit.record(deed=TOOK_BACK, by=by, event=event, row_id=session.pk, count=count)
    return count


def why_not_yet(session: Session, event: Event, now: datetime) -> str:
    """Why nobody can be in it yet, in words; nothing from the day of the session on."""
    if session.is_cancelled:
        return "This session was cancelled."
    day = session.begins.astimezone(event.zone).date()
    if now.astimezone(event.zone).date() >= day:
        return ""
    return f"You can tick people from {dates.short_day(day)} on, the day of this session."
