"""All of mine have arrived: one press for a group that came in together."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event
from registrations import check_in
from registrations.helping.listing import people
from registrations.models import Helper

# A bus may come before the doors open, and nobody arrives the day before.
_BEFORE = timedelta(hours=2)


def may_arrive(event: Event, now: datetime) -> bool:
    """Whether somebody can arrive now: from two hours before the doors until the end."""
    begins = event.doors_at or event.starts_at
    return event.is_published and begins - _BEFORE <= now <= event.ends_at


@transaction.atomic
def all_arrived(*, helper: Helper, press: uuid.UUID, now: datetime | None = None) -> int:
    """Let in everybody of the helper's who has a place for this day; how many this press let in.

    `press` is one press of the button: repeated, it lets in nobody more and says the same number.
    At another time it lets in nobody.
    """
    now = now or timezone.now()
    event = helper.event
    if not may_arrive(event, now):
        return 0
    found, inside = people(helper), 0
    scans = {one.person.id: uuid.uuid5(press, str(one.person.id)) for one in found.mine}
    before = sum(one.entry.scan_id == scans[one.person.id] for one in found.mine if one.entry)
    for one in found.expected(event, now):
        scan_id = scans[one.person.id]
        result = check_in.check_in(registration=one.person, by=None, scan_id=scan_id, now=now)
        inside += result.kind == check_in.IN
    if inside:
        deed = "said that their people arrived"
        audit.record(deed=deed, by=None, event=event, row_id=helper.id, count=inside)
    return before + inside
