"""The ballot box of an event: when it opens and closes, and who is told."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from feedback import codes
from feedback.models import BallotBox
from feedback.models.box import BoxState
from forum import audit, keys, outbox
from forum.models import Event, User
from registrations.models import CheckIn, Registration

# People are asked when they are home, and once more when they may have forgotten.
AFTER_THE_EVENT = timedelta(hours=2)
REMINDED_AFTER = timedelta(days=5)
# With less than this left nobody is reminded of what is over tomorrow.
TOO_LATE_TO_REMIND = timedelta(hours=12)
USUAL = timedelta(days=14)
# Codes beyond those for everybody who came: some mails do not leave and take another.
_MORE = 10


class DatesError(ValueError):
    """These dates cannot be: what is wrong is said in words."""


@transaction.atomic
def plan(
    *,
    event: Event,
    by: User | None,
    opens_at: datetime,
    closes_at: datetime,
    is_mailed: bool = True,
    now: datetime | None = None,
) -> BallotBox:
    """Plan the event's feedback, or change what was planned; what is open keeps its opening.

    Raises DatesError when it would close before it opens, in the past, or is closed already.
    """
    now = now or timezone.now()
    box = BallotBox.objects.select_for_update().filter(event=event).first()
    box = box or BallotBox(event=event)
    if box.is_closed or box.had_too_few:
        raise DatesError("Feedback on this event is closed.")
    opens_at = box.opens_at if box.is_open else opens_at
    if closes_at <= max(opens_at, now):
        raise DatesError("It closes before it opens, or in the past. Choose a later day.")
    box.opens_at, box.closes_at, box.is_mailed = opens_at, closes_at, is_mailed
    box.save()
    audit.record(deed="planned feedback", by=by, event=event, row_id=box.pk)
    return box


def open_box(*, box: BallotBox, by: User | None = None, now: datetime | None = None) -> BallotBox:
    """Open a planned box: make its key, and the codes that will be mailed. Does nothing to others.

    The key comes first: a kill between the two leaves a key that the next try uses.
    """
    now = now or timezone.now()
    keys.make(box.event_id, "ballot")
    with transaction.atomic():
        held = BallotBox.objects.select_for_update().select_related("event").get(pk=box.pk)
        if held.state == BoxState.PLANNED:
            held.state, held.opens_at = BoxState.OPEN, min(held.opens_at, now)
            held.save(update_fields=["state", "opens_at"])
            if held.is_mailed:
                came = len(_who_came(held.event))
                codes.stock(event=held.event, count=came + came // 10 + _MORE)
            audit.record(deed="opened feedback", by=by, event=held.event, row_id=held.pk)
    box.refresh_from_db()
    return box


@transaction.atomic
def make_slips(*, box: BallotBox, count: int, by: User | None) -> list[str]:
    """So many codes to be printed and given out by hand; shown once and kept nowhere.

    Also before the box opens: slips are printed the day before. Raises DatesError when it is over.
    """
    held = BallotBox.objects.select_for_update().select_related("event").get(pk=box.pk)
    if held.is_closed or held.had_too_few:
        raise DatesError("Feedback on this event is closed.")
    held.slips += count
    held.save(update_fields=["slips"])
    audit.record(deed="made slips", by=by, event=held.event, row_id=held.pk, count=count)
    return codes.make(event=held.event, count=count)


def open_due(now: datetime | None = None) -> int:
    """Open every box whose time has come; how many. A job."""
    now = now or timezone.now()
    due = BallotBox.objects.filter(state=BoxState.PLANNED, opens_at__lte=now, closes_at__gt=now)
    return len([open_box(box=box, now=now) for box in due.exclude(event__published_at=None)])


def invite_due(now: datetime | None = None) -> int:
    """Write to everybody who came, two hours after the event or when the box opens. A job.

    How many mails. Each event is one transaction with its mark, so that nobody is asked twice.
    """
    now = now or timezone.now()
    due = _open_and_mailed(now).filter(invited_at=None, event__ends_at__lte=now - AFTER_THE_EVENT)
    return sum(_write_to_all(pk, "feedback_invitation", "invited_at", now) for pk in _ids(due))


def remind_due(now: datetime | None = None) -> int:
    """Write once more five days later, without a code; how many mails. A job.

    Everybody is reminded, because nobody knows who has answered.
    """
    now = now or timezone.now()
    due = _open_and_mailed(now).filter(
        invited_at__lte=now - REMINDED_AFTER,
        reminded_at=None,
        closes_at__gt=now + TOO_LATE_TO_REMIND,
    )
    return sum(_write_to_all(pk, "feedback_reminder", "reminded_at", now) for pk in _ids(due))


def _open_and_mailed(now: datetime) -> QuerySet[BallotBox]:
    return BallotBox.objects.filter(
        state=BoxState.OPEN, is_mailed=True, closes_at__gt=now, event__cancelled_at=None
    )


def _ids(boxes: QuerySet[BallotBox]) -> list[UUID]:
    return list(boxes.order_by("opens_at").values_list("pk", flat=True))


@transaction.atomic
def _write_to_all(pk: UUID, kind: str, mark: str, now: datetime) -> int:
    """Queue one kind of mail to all who came and mark the box, unless another process has."""
    box = BallotBox.objects.select_for_update().select_related("event").get(pk=pk)
    if getattr(box, mark) is not None or not box.is_open:
        return 0
    setattr(box, mark, now)
    box.save(update_fields=[mark])
    to = _who_came(box.event)
    return len(outbox.queue_many(kind=kind, to=to, event=box.event, now=now))


def _who_came(event: Event) -> list[tuple[str, UUID]]:
    """Address and booking of everybody who was let in at the event and gave an address."""
    inside = CheckIn.objects.filter(event=event, session=None).values("registration")
    came = Registration.objects.confirmed().filter(pk__in=inside).exclude(email="")
    return [
        (email, pk)
        for email, pk in came.order_by("id").values_list("email", "pk")
        if outbox.is_one_address(email)
    ]
