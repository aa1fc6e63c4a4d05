"""How long rows of the outbox are kept."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from forum.models import Message
from forum.models.ground import WAITING, MessageState
from forum.outbox.order import IN_DOUBT

KEPT = timedelta(days=30)


def release() -> int:
    """Queue again the mails that were held after a restore; how many."""
    held = Message.objects.filter(state=MessageState.HELD)
    return held.update(state=MessageState.QUEUED, due_at=timezone.now())


def take_up_again() -> int:
    """Queue again what was dropped while the clock may have been wrong; how many.

    A job that waits, with those that erase, until the clock is not in doubt any more.
    """
    dropped = Message.objects.filter(state=MessageState.DROPPED, problem=IN_DOUBT)
    return dropped.update(state=MessageState.QUEUED, problem="", attempts=0)


def forget_old(now: datetime | None = None) -> int:
    """Delete the rows 30 days after their event, or after they left (design section 4); how many.

    A mail that still waits is kept whatever its age: it is the only trace of what somebody is owed.
    """
    before = (now or timezone.now()) - KEPT
    old = Q(event__ends_at__lt=before) | Q(event=None, sent_at__lt=before)
    given_up = Q(event=None, sent_at=None, created_at__lt=before)
    deleted, _ = Message.objects.filter(old | given_up).exclude(state__in=WAITING).delete()
    return deleted
