"""How long messages are kept: until 30 days after the event, as the rows of its mails are."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from forum.models import Event
from forum.outbox.keeping import KEPT
from registrations.emails.announcements import KIND
from registrations.models import Announcement, Call


def is_shut(event: Event, now: datetime) -> bool:
    """Whether the event is so long over that nothing is written to its people any more."""
    return now >= event.ends_at + KEPT


def writable_until(event: Event) -> date:
    """The last whole day on which the team can write."""
    return (event.local_end + KEPT).date()


@transaction.atomic
def forget_old(now: datetime | None = None) -> int:
    """Delete messages, and who got them, 30 days after the event; how many messages. A job."""
    before = (now or timezone.now()) - KEPT
    old = Announcement.objects.filter(event__ends_at__lte=before)
    Call.objects.filter(kind=KIND, event__ends_at__lte=before).delete()
    count = old.count()
    old.delete()
    return count
