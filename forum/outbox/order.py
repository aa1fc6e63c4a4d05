"""Which mails leave now: so many a minute, the urgent first, each address's own in their order."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When

from forum.models import Message
from forum.models.ground import MessageState

_MINUTE = timedelta(minutes=1)
UNWRITTEN = "could not be written"
IN_DOUBT = "the clock may be wrong"


def due(now: datetime) -> QuerySet[Message]:
    """What waits to be sent, has to leave by now, and is in nobody's hands."""
    return Message.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        state=MessageState.QUEUED,
        due_at__lte=now,
    )


def in_order(now: datetime) -> QuerySet[Message]:
    """What may leave, oldest first; nothing to an address to which another mail is begun.

    Addresses that something urgent waits for come first, with all that waits for them: a new
    password is not stuck behind an announcement to a thousand, and overtakes none to its reader.
    To keep each address's own order, the caller takes none of it once one `holds_back`.
    """
    urgent = due(now).filter(kind__in=settings.URGENT_MAILS).order_by().values("to")
    rank = Case(When(to__in=urgent, then=Value(0)), default=Value(1))
    begun = _begun(now).order_by().values("to")
    return due(now).exclude(to__in=begun).order_by(rank, "created_at", "id")


def _begun(now: datetime) -> QuerySet[Message]:
    """What is in somebody's hands, or was tried and waits for the next try."""
    begun = Q(leased_until__gt=now) | Q(due_at__gt=now, attempts__gt=0)
    return Message.objects.filter(begun, state=MessageState.QUEUED).exclude(problem=UNWRITTEN)


def holds_back(message: Message) -> bool:
    """Whether others to the same address wait for this one: tried, or in somebody else's hands."""
    return message.state == MessageState.QUEUED and message.problem != UNWRITTEN


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
