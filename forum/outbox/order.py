"""Which mails leave now: so many a minute, the urgent first, each address's own in their order."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from forum.models import Message
from forum.models.ground import MessageState

_MINUTE = timedelta(minutes=1)
UNWRITTEN = "could not be written"


def due(now: datetime) -> QuerySet[Message]:
    """What waits to be sent, has to leave by now, and is in nobody's hands."""
    return Message.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        state=MessageState.QUEUED,
        due_at__lte=now,
    )


def in_order(now: datetime) -> QuerySet[Message, uuid.UUID]:
    """The ids of what is due, oldest first.

    Addresses that something urgent waits for come first, with all that waits for them: a new
    password is not stuck behind an announcement to a thousand, and overtakes none to its reader.
    """
    urgent = due(now).filter(kind__in=settings.URGENT_MAILS).order_by().values("to")
    rank = Case(When(to__in=urgent, then=Value(0)), default=Value(1))
    return due(now).order_by(rank, "created_at", "id").values_list("id", flat=True)


def earlier(now: datetime) -> Exists:
    """Whether an earlier mail to the same address has to leave before this one."""
    before = (
        Message.objects.filter(to=OuterRef("to"), state=MessageState.QUEUED)
        .filter(Q(due_at__lte=now) | Q(attempts__gt=0))
        .filter(
            Q(created_at__lt=OuterRef("created_at"))
            | Q(created_at=OuterRef("created_at"), id__lt=OuterRef("id"))
        )
        .exclude(problem=UNWRITTEN)
    )
    return Exists(before)


def has_room(now: datetime) -> bool:
    """Whether one more mail may leave in this minute, of all workers together.

    What another worker has in its hands counts as sent. Workers that ask in the same moment may
    pass the limit by one each.
    """
    if not settings.MAILS_PER_MINUTE:
        return True
    left = Q(sent_at__gt=now - _MINUTE, sent_at__lte=now + _MINUTE)
    leaving = Q(state=MessageState.QUEUED, leased_until__gt=now)
    most: int = settings.MAILS_PER_MINUTE
    return Message.objects.filter(left | leaving).count() < most
