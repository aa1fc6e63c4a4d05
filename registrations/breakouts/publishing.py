"""Telling people where they go: once for each run."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.models import Event, User
from registrations import places
from registrations.breakouts import placements
from registrations.models import Allocation, Placement, Registration
from registrations.people import everybody


class NotPublishedError(ValueError):
    """Nobody was told: the event was cancelled, or a newer run took this one's place."""


@transaction.atomic
def publish(*, allocation: Allocation, by: User | None, now: datetime | None = None) -> int:
    """Tell people their sessions, on their pages and by mail; how many mails. Twice is once.

    Where people were told before, only those whose sessions are others now get a mail. Raises
    NotPublishedError. The allocation given is brought up to date.
    """
    now = now or timezone.now()
    event = places.lock(allocation.event_id)
    held = Allocation.objects.filter(pk=allocation.pk).first()
    if event.is_cancelled:
        raise NotPublishedError("This event was cancelled, so nobody was told.")
    if held is None:
        raise NotPublishedError("There is a newer draft. Look at it, then tell people.")
    if held.is_published:
        return 0
    told = placements.published(event)
    held.published_at = now
    held.save(update_fields=["published_at"])
    allocation.published_at = now
    to = _addresses(event, _changed(told, held))
    outbox.queue_many(kind="sessions", to=to, event=event, now=now)
    audit.record(
        deed="told people their sessions", by=by, event=event, row_id=held.pk, count=len(to)
    )
    return len(to)


def without_mail(allocation: Allocation) -> list[Registration]:
    """Who is placed and gave no mail address: the team tells them; one query."""
    people = everybody(allocation.event).filter(placements__allocation=allocation, email="")
    return list(people.confirmed().distinct())


def _changed(told: Allocation | None, new: Allocation) -> set[UUID]:
    """Who goes elsewhere than they were told; everybody, when nobody was told anything."""
    before, after = _seats(told), _seats(new)
    return {person for person, seats in after.items() if before.get(person) != seats}


def _seats(allocation: Allocation | None) -> dict[UUID, set[tuple[UUID, UUID | None]]]:
    found: dict[UUID, set[tuple[UUID, UUID | None]]] = defaultdict(set)
    rows = (
        Placement.objects.filter(allocation=allocation) if allocation else Placement.objects.none()
    )
    for person, slot, session in rows.values_list("registration_id", "slot_id", "session_id"):
        found[person].add((slot, session))
    return found


def _addresses(event: Event, people: set[UUID]) -> list[tuple[str, UUID]]:
    coming = Registration.objects.filter(event=event).confirmed().exclude(email="")
    rows = coming.order_by("booked_at", "id").values_list("email", "pk")
    return [(email, pk) for email, pk in rows if pk in people and outbox.is_one_address(email)]
