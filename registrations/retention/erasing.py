"""Erasing what is due. Each event is a transaction of its own, and its figures freeze in it.

A process killed on the way leaves whole events done and the rest due. Of several processes that
start at once each event is erased by one: they wait for each other at the event's lock.
"""

import logging
from datetime import datetime

from django.db import transaction

from forum import audit, erased_pages, keys, outbox, sealed
from forum.models import Event
from registrations import figures, places
from registrations.breakouts.sealed_part import FIELD as SEALED
from registrations.models import (
    Allocation,
    AttendanceFigures,
    Helper,
    KitchenCopy,
    Needs,
    Placement,
    Registration,
    TravelClaim,
)
from registrations.retention.due import NEEDS, TRAVEL, Due
from registrations.telling import REACHED, reads_mail

log = logging.getLogger("convenor.retention")


def erase(due: Due, now: datetime) -> int:
    """Erase what is due, whatever the clock did, and say of how many events."""
    count = 0
    for event in due.needs:
        count += _erase_needs(event, now)
        keys.destroy(event.pk, NEEDS)  # after the commit: killed before this, it is due again
    for event in due.travel:
        count += _erase_travel(event)
        keys.destroy(event.pk, TRAVEL)  # the same way round
    for event in due.bookings:
        count += _delete_bookings(event, now)
    figures.forget_marks(due.people)
    if due:
        erased_pages.settle()
    return count


@transaction.atomic
def _erase_needs(event: Event, now: datetime) -> bool:
    event = places.lock(event.pk)
    frozen = AttendanceFigures.objects.filter(event=event, organisation=None)
    is_done = frozen.exclude(needs_frozen_at=None).exists()
    if is_done and not keys.versions(event.pk, NEEDS):
        return False  # somebody else was faster
    keys.bring_back(event.pk, NEEDS)
    figures.freeze_needs(event, now)
    rows = list(Needs.objects.filter(event=event).values_list("pk", flat=True))
    for pk in rows:
        Needs.objects.filter(pk=pk).update(answers=sealed.noise())
    KitchenCopy.objects.filter(event=event).delete()
    _empty_the_runs(event)
    audit.record(deed="erased needs", by=None, event=event, count=len(rows))
    return True


def _empty_the_runs(event: Event) -> None:
    """Take out of the runs of breakouts what would tell of needs; their counts stay.

    So do the seats, without what the team noted beside them: that may be a need in other words.
    """
    Placement.objects.filter(allocation__event=event).exclude(note="").update(note="")
    for run in Allocation.objects.filter(event=event):
        if run.figures.get(SEALED):
            run.figures[SEALED] = ""
            run.save(update_fields=["figures"])


@transaction.atomic
def _erase_travel(event: Event) -> bool:
    """Take the claims away; where there were none only the key goes, and nothing is said."""
    event = places.lock(event.pk)
    mine = TravelClaim.objects.filter(event=event)
    count = mine.count()
    mine.delete()
    if count:
        audit.record(deed="erased help with travel", by=None, event=event, count=count)
    return bool(count)


@transaction.atomic
def _delete_bookings(event: Event, now: datetime) -> bool:
    event = places.lock(event.pk)
    figures.freeze_attendance(event, now)
    mine = Registration.objects.filter(event=event)
    _say_goodbye(event, now)
    count, has_rows = mine.finished().count(), mine.exists()
    mine.delete()
    Helper.objects.filter(event=event).delete()
    if has_rows:
        audit.record(deed="erased bookings", by=None, event=event, count=count)
    return has_rows


def _say_goodbye(event: Event, now: datetime) -> None:
    """Tell every address that is held for this event, once, that its bookings are deleted (M17).

    The row of the mail outlives the event by more than 30 days at once, so that the outbox forgets
    it as soon as it left. Of an address that is no address nobody is told.
    """
    held = {
        one.mail_address.casefold(): one.mail_address
        for one in Registration.objects.filter(event=event).finished().select_related(*REACHED)
        if reads_mail(one) and outbox.is_one_address(one.mail_address)
    }
    to = [(address, event.pk) for address in held.values()]
    outbox.queue_many(kind="data_deleted", to=to, event=event, now=now)
