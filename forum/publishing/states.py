"""What must be there before an event is published; publishing it; cancelling it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from forum import audit, keys
from forum.models import Event, EventChange, User
from forum.models.events import Mode, State


@dataclass(frozen=True)
class Missing:
    """One thing to do before publishing: what, in words, and the address where it is done."""

    words: str
    where: str


class NotReadyError(Exception):
    """The event cannot be published yet; `missing` says why."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__("; ".join(item.words for item in missing))
        self.missing = missing


class NotPublishedError(Exception):
    """The event is a draft, so there is nothing to cancel."""


def missing(event: Event) -> list[Missing]:
    """What is still to do before the event can be published, in the order of the forms.

    The floors above add theirs through the dotted names in settings.PUBLISH_CHECKS.
    """
    found = missing_here(event)
    for name in settings.PUBLISH_CHECKS:
        found += import_string(name)(event)
    return found


def missing_here(event: Event) -> list[Missing]:
    """What is missing in the event itself, without what the floors above ask for. No query."""
    return list(_missing_here(event))


def _missing_here(event: Event) -> Iterator[Missing]:
    basics = reverse("forum:edit_event", args=[event.slug])
    place = reverse("forum:edit_place", args=[event.slug])
    if not event.summary:
        yield Missing("Say in a sentence what the event is", f"{basics}#id_summary")
    if event.is_over:
        yield Missing("Choose a day that is still to come", f"{basics}#id_first_day")
    if event.mode != Mode.ONLINE and not event.public_place:
        yield Missing("Say where it is", f"{place}#id_public_place")
    if event.mode != Mode.IN_PERSON and not event.online_link:
        yield Missing("Give the link to the online room", f"{place}#id_online_link")
    if not event.getting_in:
        yield Missing("Say how people get in and around", f"{place}#id_getting_in")
    if not (event.contact_email or event.contact_phone):
        yield Missing("Say whom people can ask", f"{place}#id_contact_email")
    if not event.languages:
        yield Missing("Choose the languages that are spoken", f"{place}#id_languages")


@transaction.atomic
def publish(*, event: Event, by: User, now: datetime | None = None) -> None:
    """Publish the event; it can be seen and booked from here on. Publishing twice is once.

    The keys of its needs answers and of complaints are made and seen on disk before the event is
    published: design 3.2. Raises NotReadyError while something is missing or when the event was
    cancelled.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.is_cancelled:
        where = reverse("forum:today", args=[event.slug])
        raise NotReadyError([Missing("This event was cancelled. Copy it to a new one", where)])
    if not held.is_published:
        if found := missing(held):
            raise NotReadyError(found)
        for purpose in ("needs", "complaints", "travel"):
            keys.make(held.id, purpose)
        held.state, held.published_at = State.PUBLISHED, now or timezone.now()
        held.save(update_fields=["state", "published_at"])
        audit.record(deed="published", by=by, event=held)
    event.refresh_from_db()


@transaction.atomic
def cancel(*, event: Event, by: User, reason: str, now: datetime | None = None) -> None:
    """Cancel the event for good; everybody with a booking is told. Cancelling twice is once.

    `reason` is at most 300 characters, read by everybody who booked. Raises NotPublishedError
    for a draft: cancelled events can be seen by everybody, and a draft by nobody.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.is_draft:
        raise NotPublishedError
    if held.is_published:
        now = now or timezone.now()
        EventChange.objects.create(
            event=held,
            at=now,
            by=by,
            before={"state": str(held.state)},
            after={"state": State.CANCELLED.value},
        )
        held.state, held.cancelled_at, held.cancel_reason = State.CANCELLED, now, reason
        held.save(update_fields=["state", "cancelled_at", "cancel_reason"])
        audit.record(deed="cancelled the event", by=by, event=held)
    event.refresh_from_db()
