"""A message on its way: who gets it, and a `Delivery` for each with what the outbox holds."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from registrations import audience, telling
from registrations.emails.announcements import KIND
from registrations.models import Announcement, Delivery, Registration
from registrations.models.messages import AnnouncementState
from registrations.models.registrations import RegistrationQuerySet


def lock(pk: uuid.UUID) -> Announcement | None:
    """The message as it stands, locked until the transaction ends; None once it is deleted."""
    return Announcement.objects.select_for_update().filter(pk=pk).first()


def people_of(held: Announcement) -> RegistrationQuerySet:
    """Who is in its audience now, with how each is reached."""
    return audience.reached(audience.people(held.event, held.audience))


def new_people_of(held: Announcement) -> RegistrationQuerySet:
    """Who of them has not got it."""
    told = Delivery.objects.filter(announcement=held, registration=OuterRef("pk"))
    found: RegistrationQuerySet = audience.people(held.event, held.audience).filter(~Exists(told))
    return found


def leave(held: Announcement, people: Sequence[Registration], now: datetime) -> None:
    """Send it to these people; the caller holds its lock."""
    held.state, held.sent_at = AnnouncementState.SENT, now
    held.save(update_fields=["state", "sent_at"])
    deliver(held, people, now)


def deliver(held: Announcement, people: Sequence[Registration], now: datetime) -> None:
    """A row for each, and a mail or a call for each who is not told by another of them."""
    rows = {one.pk: Delivery(announcement=held, registration=one, created_at=now) for one in people}
    Delivery.objects.bulk_create(rows.values(), batch_size=500)
    about = [(one, rows[one.pk].id) for one in telling.readers(people)]
    telling.tell_many(about, KIND, event=held.event, now=now)
