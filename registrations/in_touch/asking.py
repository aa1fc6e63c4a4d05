"""Two years later it is asked again, and who does not answer is written to no more.

The row goes 30 days after the question left, and never because a clock jumped: each day that the
question waits is counted, and one run of the job counts one day at most. A question that could not
be sent was not asked; one to an address that takes no mail was.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from forum import audit, outbox
from forum.models import Message
from forum.models.ground import MessageState
from registrations import wording
from registrations.in_touch.erasing import erase
from registrations.models import EventInvitation, Subscriber
from registrations.models.in_touch import UNANSWERED

KIND = "stay_in_touch"
KEPT = timedelta(days=730)
DAYS_TO_ANSWER = 30


def is_due(subscriber: Subscriber, now: datetime) -> bool:
    """Whether the yes is two years old, so that it is asked again and no event is told of."""
    return subscriber.given_at <= now - KEPT


def renew(*, subscriber: Subscriber, now: datetime | None = None) -> bool:
    """Somebody says yes again, to the words that stand now; False when they left meanwhile."""
    fields = {"given_at": now or timezone.now(), "wording": wording.NEWS.version, **UNANSWERED}
    return bool(Subscriber.objects.filter(pk=subscriber.pk).update(**fields))


def ask_again_due(now: datetime | None = None) -> int:
    """Ask who said yes two years ago, and let go who did not answer; how many were asked. A job."""
    now = now or timezone.now()
    over = now - timedelta(days=DAYS_TO_ANSWER)
    # Who was told and who not would say who had a booking.
    EventInvitation.objects.filter(event__ends_at__lt=over).delete()
    # Asked by a clock that was ahead.
    Subscriber.objects.filter(asked_at__gt=now).update(**UNANSWERED)
    _note_what_left(now)
    _count_the_day(now)
    _let_go(now)
    return _ask(now)


@transaction.atomic
def _ask(now: datetime) -> int:
    waiting = Subscriber.objects.select_for_update().filter(given_at__lte=now - KEPT, asked_at=None)
    due = {row.pk: row.email for row in waiting}
    asked = set(_questions(now).filter(row_id__in=due).values_list("row_id", flat=True))
    to = [(address, pk) for pk, address in due.items() if pk not in asked]
    return len(outbox.queue_many(kind=KIND, to=to, now=now))


def _questions(now: datetime) -> QuerySet[Message]:
    asked = Message.objects.filter(kind=KIND, created_at__lte=now)
    return asked.exclude(state=MessageState.DROPPED)


@transaction.atomic
def _note_what_left(now: datetime) -> None:
    """Write down when each question left; one that the mailbox refused is as good as asked."""
    rows = Subscriber.objects.filter(given_at__lte=now - KEPT, asked_at=None)
    unasked = set(rows.values_list("pk", flat=True))
    for message in _questions(now).filter(row_id__in=unasked):
        left = message.sent_at
        if message.state == MessageState.FAILED and message.problem.startswith("refused"):
            left = message.created_at
        if left and left <= now:
            rows.filter(pk=message.row_id).update(asked_at=left, days_waited=0, waited_on=None)


def _count_the_day(now: datetime) -> None:
    today = timezone.localdate(now)
    waiting = Subscriber.objects.exclude(asked_at=None).exclude(waited_on=today)
    waiting.update(days_waited=F("days_waited") + 1, waited_on=today)


@transaction.atomic
def _let_go(now: datetime) -> None:
    """Delete those who were asked and did not answer, and note for each host how many.

    Locked, so that a yes in this very moment comes before or finds nothing.
    """
    silent = Subscriber.objects.select_for_update(of=("self",)).filter(
        given_at__lte=now - KEPT,
        asked_at__lte=now - timedelta(days=DAYS_TO_ANSWER),
        days_waited__gte=DAYS_TO_ANSWER,
    )
    rows = list(silent.select_related("host"))
    erase(Subscriber.objects.filter(pk__in=[row.pk for row in rows]))
    for host, count in Counter(row.host for row in rows).items():
        deed = "let go who did not say yes again to later events"
        audit.record(deed=deed, by=None, host=host, count=count)
