"""Who did what and when. What a row says never gets in here."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from forum.models import AuditEntry, Event, Host, User

KEPT = timedelta(days=730)


def record(
    *,
    deed: str,
    by: User | None,
    event: Event | None = None,
    host: Host | None = None,
    row_id: uuid.UUID | None = None,
    count: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> AuditEntry:
    """Write one line of the trail, in the caller's transaction.

    `deed` is a few words in the past tense ("published", "read needs"); `count` is how many rows
    were concerned; `reason` is what the person gave as a reason, at most 200 characters. `at` is
    the moment of the deed where its rows say the same one.
    """
    return AuditEntry.objects.create(
        deed=deed,
        who=by,
        at=at or timezone.now(),
        event=event,
        host=host,
        row_id=row_id,
        count=count,
        reason=reason[:200],
    )


def forget_old(now: datetime | None = None) -> int:
    """Delete lines older than two years (design section 4); how many there were."""
    deleted, _ = AuditEntry.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()
    return deleted
