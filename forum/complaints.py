"""Complaints about an event: made by anybody, read and answered by an owner, erased in time.

They are sealed with a key of their own. Reading one is written into the record of the event; what
it says is in no mail, list or log. Whoever complains has an answer within 30 days (security 7).
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import audit, keys, outbox
from forum.clock_changes import moment
from forum.models import Complaint, Event, User
from forum.models.complaints import ANSWERED_WITHIN
from forum.models.events import BOOKINGS_KEPT
from forum.models.people import Role
from forum.sealed import UnreadableError

PURPOSE = "complaints"
REMINDED_AFTER = timedelta(days=20)
# Deeds that only an owner learns of: that somebody complained is not for the whole team.
DEEDS = ["read a complaint", "answered a complaint", "erased complaints"]
_NOON = time(12)
# fmt: off
_WORDS = (
    "ASPEN", "BADGER", "BEACON", "BRACKEN", "CANOE", "CLIFF", "CURLEW", "DELTA", "FINCH", "HARP",
    "HEATH", "KITE", "LANTERN", "LINNET", "MARSH", "MOSS", "ORBIT", "PEBBLE", "PIANO", "PLOVER",
    "REED", "ROWAN", "SAIL", "SHELL", "SPARROW", "STONE", "SWIFT", "THISTLE", "TULIP", "WHEAT",
)
# fmt: on


@transaction.atomic
def make(
    *,
    event: Event,
    text: str,
    contact: str = "",
    key: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Complaint:
    """Keep a complaint, and tell an email address that it came. Sending the form twice is once.

    `key` is the id that the form gave out: the same words under it are the same complaint, other
    words are another one. An event that was published before there were complaints gets its key
    with the first. Raises keys.KeyUnavailableError when the key of earlier ones is missing,
    sealed.TooLongError.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    said = {"text": text, "contact": contact}
    known = Complaint.objects.filter(pk=key).first() if key else None
    if known and known.event_id == held.pk and _said(known) == said:
        return known
    if not Complaint.objects.filter(event=held).exists():
        keys.make(held.pk, PURPOSE)
    made = Complaint(event=held, reference=_new_reference(), said=said)
    made.made_at = now or timezone.now()
    if key and not known:
        made.pk = key
    made.save(force_insert=True)
    if outbox.is_one_address(contact):
        outbox.queue(kind="complaint_received", to=contact, row_id=made.pk)
    return made


def read(*, complaint: Complaint, by: User) -> dict[str, str]:
    """What it says and how to answer; written down before it is shown.

    Raises sealed.UnreadableError.
    """
    said = cast("dict[str, str]", complaint.said)
    audit.record(deed=DEEDS[0], by=by, event=complaint.event, row_id=complaint.pk)
    return said


@transaction.atomic
def answer(
    *, complaint: Complaint, by: User, on: date | None = None, now: datetime | None = None
) -> None:
    """Write down that it was answered, today or `on` an earlier day. Answering twice is once."""
    now = now or timezone.now()
    held = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if held.answered_at is None:
        zone = complaint.event.zone
        is_earlier = on is not None and on < now.astimezone(zone).date()
        at = moment(on, _NOON, zone) if on and is_earlier else now
        held.answered_at, held.answered_by = max(at, held.made_at), by
        held.save(update_fields=["answered_at", "answered_by"])
        audit.record(deed=DEEDS[1], by=by, event=complaint.event, row_id=held.pk)
    complaint.refresh_from_db(fields=["answered_at", "answered_by"])


@dataclass(frozen=True)
class ToDo:
    """The complaints of an event that wait for an answer, and by when the first is due."""

    count: int
    answer_by: date
    is_overdue: bool
    things: int = 1  # it is one line of what there is to do


def to_do(event: Event, now: datetime) -> ToDo | None:
    """What an owner has to answer; nothing when nothing waits. One query."""
    waiting = list(Complaint.objects.filter(event=event, answered_at=None).defer("said"))
    if not waiting:
        return None
    for one in waiting:
        one.event = event
    first = min(waiting, key=lambda one: one.made_at)
    return ToDo(len(waiting), first.answer_by, first.is_overdue(now))


def remind_due(now: datetime | None = None) -> int:
    """Write to the owners of the lead host on day 20, once for each complaint; how many. A job."""
    now = now or timezone.now()
    waiting = Complaint.objects.filter(answered_at=None, reminded_at=None)
    due = waiting.filter(made_at__lte=now - REMINDED_AFTER)
    return sum(_remind(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: uuid.UUID, now: datetime) -> bool:
    waiting = Complaint.objects.filter(pk=pk, answered_at=None, reminded_at=None)
    if not waiting.update(reminded_at=now):
        return False  # another process was faster, or it was answered
    host = Complaint.objects.defer("said").select_related("event").get(pk=pk).event.lead_host
    owners = User.objects.filter(
        is_active=True, memberships__host=host, memberships__role=Role.OWNER
    ).distinct()
    for owner in owners:
        outbox.queue(kind="complaint_waits", to=owner.email, row_id=pk)
    return True


def erase_due(now: datetime | None = None) -> int:
    """Delete the complaints whose time is over, then the keys of events with none; how many. A job.

    They go 180 days after the event or, if that is later, after the day on which they were
    answered or had to be.
    """
    before = (now or timezone.now()) - BOOKINGS_KEPT
    due = Q(answered_at__lt=before) | Q(answered_at=None, made_at__lt=before - ANSWERED_WITHIN)
    old = Complaint.objects.filter(due, event__ends_at__lt=before)
    events = list(old.order_by().values_list("event", flat=True).distinct())
    count = sum(_erase(pk, old) for pk in events)
    _destroy_keys(before)
    return count


@transaction.atomic
def _erase(event_id: uuid.UUID, old: Any) -> int:
    event = Event.objects.select_for_update().get(pk=event_id)
    count, _ = old.filter(event=event).delete()
    if count:
        audit.record(deed=DEEDS[2], by=None, event=event, count=count)
    return int(count)


def _destroy_keys(before: datetime) -> None:
    """Destroy the keys that open nothing any more, also one that a killed process left.

    Once it is certain that the complaints are gone: a key outlives a transaction that fails.
    """
    with_a_key = [event_id for event_id, _purpose, _is_held in keys.there(PURPOSE)]
    due = Event.objects.filter(pk__in=with_a_key, ends_at__lt=before)
    without = due.exclude(pk__in=Complaint.objects.values("event"))
    for event_id in without.values_list("pk", flat=True):
        _destroy_key(event_id)


@transaction.atomic
def _destroy_key(event_id: uuid.UUID) -> None:
    """Under the event's lock, so that nobody complains between the look and the deed."""
    event = Event.objects.select_for_update().get(pk=event_id)
    if not Complaint.objects.filter(event=event).exists():
        keys.destroy(event_id, PURPOSE)


def _said(complaint: Complaint) -> Any:
    try:
        return complaint.said
    except UnreadableError:
        return None


def _new_reference() -> str:
    """Such as "KITE-4821", of no other complaint on the site."""
    while True:
        found = f"{secrets.choice(_WORDS)}-{secrets.randbelow(10_000):04}"
        if not Complaint.objects.filter(reference=found).exists():
            return found
