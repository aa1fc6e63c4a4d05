"""The clocks of personal data: what is due is erased, also after a time when nothing ran.

Needs go 14 days after the event (at most 60), bookings 180 days after it (design section 4).
Destroying the key is the erasure that reaches old copies of the database; the rows are overwritten
first, so that a key kept somewhere else by mistake opens nothing in this one.
"""

import logging
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from forum import audit, keys, sealed
from forum.models import Event
from registrations.models import Needs, Registration

log = logging.getLogger("convenor.retention")

BOOKINGS_KEPT = timedelta(days=180)


def erase_due(now: datetime | None = None) -> int:
    """Erase what is due at `now`, and say of how many events. A job.

    Each event is a transaction of its own: a process killed on the way leaves whole events done
    and the rest due.
    """
    now = now or timezone.now()
    due = [event for event in _with_a_key() if is_due(event, now)]
    for event in due:
        _erase_needs(event)
        keys.destroy(event.id, "needs")  # after the commit: killed before this, it is due again
    # The day in the event's own zone, as the pages say it: one more day settles every zone.
    ended = Event.objects.filter(ends_at__lt=now - BOOKINGS_KEPT - timedelta(days=1))
    old = [event for event in ended if Registration.objects.filter(event=event).exists()]
    for event in old:
        _delete_bookings(event)
    if due or old:
        _settle_the_file()
    return len(due) + len(old)


def is_due(event: Event, now: datetime) -> bool:
    """Whether the day on which the event's needs are erased has come, in the event's own zone."""
    return now.astimezone(event.zone).date() >= event.needs_erased_on


def _with_a_key() -> list[Event]:
    """Events whose needs key is there: the folder of keys says what is not yet erased."""
    ids = []
    for path in Path(settings.KEYS).glob("*/needs.v1"):
        try:
            ids.append(uuid.UUID(path.parent.name))
        except ValueError:
            log.warning("a key lies in a folder that is no event's")
    return list(Event.objects.filter(pk__in=ids).order_by("ends_at"))


@transaction.atomic
def _erase_needs(event: Event) -> None:
    rows = list(Needs.objects.filter(event=event).values_list("pk", flat=True))
    for pk in rows:
        Needs.objects.filter(pk=pk).update(answers=sealed.noise())
    audit.record(deed="erased needs", by=None, event=event, count=len(rows))


@transaction.atomic
def _delete_bookings(event: Event) -> None:
    mine = Registration.objects.filter(event=event)
    count = mine.finished().count()
    mine.delete()
    audit.record(deed="erased bookings", by=None, event=event, count=count)


def _settle_the_file() -> None:
    """Move the erased pages out of SQLite's log, where old versions of them still stand."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            log.warning("the log of the database was in use: erased pages leave it later")
