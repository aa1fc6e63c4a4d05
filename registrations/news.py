"""Telling people what was changed about an event they booked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum.models import Event, EventChange
from forum.models.events import State
from registrations.emails import told_changes
from registrations.models import Registration
from registrations.models.registrations import EXPECTED
from registrations.telling import REACHED, readers, tell_many


def tell_due(now: datetime | None = None) -> int:
    """Tell everybody expected at an event that was changed; how many mails.

    Each event is one transaction, with its changes marked as told: a killed process tells all of
    its people or none, and nobody twice. Changes that wait together are told in one mail.
    """
    untold = EventChange.objects.filter(told_at=None).order_by().values_list("event", flat=True)
    return sum(_tell(event_id, now or timezone.now()) for event_id in untold.distinct())


@transaction.atomic
def _tell(event_id: UUID, now: datetime) -> int:
    """Tell of one event. Composers find the changes by `told_at`, which is when the mail was made.

    Nobody is told of a change to what is over, nor of one that was taken back or does not show.
    """
    event = Event.objects.select_for_update().get(pk=event_id)
    changes = list(event.changes.filter(told_at=None).order_by("at"))
    if not changes:
        return 0  # another process was first
    event.changes.filter(pk__in=[change.pk for change in changes]).update(told_at=now)
    if event.ends_at < now:
        return 0
    if any(change.after.get("state") == State.CANCELLED for change in changes):
        kind = "event_cancelled"
    elif told_changes(event, changes, has_place=True):
        kind = "event_changed"
    else:
        return 0
    people = Registration.objects.filter(event=event, state__in=EXPECTED).select_related(*REACHED)
    about = [(person, person.id) for person in readers(list(people.order_by("booked_at", "id")))]
    return tell_many(about, kind, event=event, now=now)
