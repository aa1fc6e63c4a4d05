"""How long rows of the outbox are kept."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from forum.models import Message
from forum.models.ground import WAITING, MessageState

KEPT = timedelta(days=30)


def release() -> int:
    """Queue again the mails that were held after a restore; how many."""
    held = Message.objects.filter(state=MessageState.HELD)
    return held.update(state=MessageState.QUEUED, due_at=timezone.now())


def forget_old(now: datetime | None = None) -> int:
    """Delete the rows 30 days after their event, or after they left (design section 4); how many.

    A mail that still waits is kept whatever its age: it is the only trace of what somebody is owed.
    """
    before = (now or timezone.now()) - KEPT
    old = Q(event__ends_at__lt=before) | Q(event=None, sent_at__lt=before)
    given_up = Q(event=None, sent_at=None, created_at__lt=before)
    deleted, _ = Message.objects.filter(old | given_up).exclude(state__in=WAITING).delete()
    return deleted
