"""Keeping the figures of events in step with their rows, and freezing them when those go."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.models import Event
from registrations import places
from registrations.figures import counting, needed, people, prints, wishes
from registrations.models import AttendanceFigures, Needs


def refresh(event: Event, now: datetime | None = None) -> None:
    """Count the event again; what is frozen stays as it is.

    When it is counted for the first time after its end, its needs are counted too. New and
    returning people are counted only until 30 days after the year, and by the events counted so
    far: whoever counts old events does so in their order, each with a `now` of its own days.
    """
    _refresh(event, now or timezone.now())


def refresh_due(now: datetime | None = None) -> int:
    """Count the events whose rows have changed, and say how many there were. A job.

    The fingerprint is taken before the counting: what changes meanwhile is counted again.
    """
    now = now or timezone.now()
    lagging = behind(now)
    for event, fingerprint in lagging.items():
        _refresh(event, now, fingerprint=fingerprint)
    return len(lagging)


def behind(now: datetime) -> dict[Event, str]:
    """The events whose rows have changed since they were counted, each with its fingerprint now."""
    held = dict(
        AttendanceFigures.objects.filter(organisation=None, frozen_at=None).values_list(
            "event_id", "fingerprint"
        )
    )
    frozen = AttendanceFigures.objects.filter(organisation=None).exclude(frozen_at=None)
    events = (
        Event.objects.exclude(published_at=None)
        .exclude(pk__in=frozen.values("event_id"))
        .prefetch_related("event_hosts__host")
        .order_by("starts_at")
    )
    found = prints.of(events, now)
    return {event: found[event.pk] for event in events if held.get(event.pk) != found[event.pk]}


@transaction.atomic
def _refresh(
    event: Event, now: datetime, *, fingerprint: str = "", opens_needs: bool = True
) -> None:
    """Count under the event's lock, as whoever freezes it does."""
    event = places.lock(event.pk)
    rows = {row.organisation_id: row for row in AttendanceFigures.objects.filter(event=event)}
    whole = rows.pop(None, None) or AttendanceFigures(event=event)
    if whole.frozen_at:
        return
    counted = counting.count(event)
    if opens_needs and _needs_are_due(whole, event, now):
        _count_needs(whole, event)
    _fill(whole, counted.whole, now)
    whole.details = {**counted.details, **wishes.count(event)}
    split = people.count(event, counted.came, now)
    if split is not None:
        whole.people_new, whole.people_returning = split
    whole.came_from = sorted(str(pk) for pk, tally in counted.of.items() if tally.came)
    whole.fingerprint = fingerprint
    whole.save()
    _keep_organisations(event, rows, counted, now)


def _needs_are_due(whole: AttendanceFigures, event: Event, now: datetime) -> bool:
    """Whether this is the first time since the event ended, and the needs are still there."""
    is_first = whole.refreshed_at is None or whole.refreshed_at < event.ends_at
    return is_first and event.ends_at <= now and whole.needs_frozen_at is None


def _fill(row: AttendanceFigures, tally: counting.Tally, now: datetime) -> None:
    row.booked, row.confirmed = tally.booked, tally.confirmed
    row.came, row.walk_ins, row.heads = tally.came, tally.walk_ins, tally.heads
    row.refreshed_at = now


def _count_needs(whole: AttendanceFigures, event: Event) -> None:
    """Needs that cannot be opened leave the counts that were made when they could."""
    if not Needs.objects.filter(event=event).exists():
        return
    found = needed.count(event)
    if found is not None:
        whole.needs = found


def _keep_organisations(
    event: Event,
    rows: dict[uuid.UUID | None, AttendanceFigures],
    counted: counting.Counted,
    now: datetime,
) -> None:
    """One row for each organisation that somebody booked or came from; the others go."""
    wanted = {pk: tally for pk, tally in counted.of.items() if tally}
    gone = [row.pk for pk, row in rows.items() if pk not in wanted]
    AttendanceFigures.objects.filter(pk__in=gone).delete()
    kept = []
    for pk, tally in wanted.items():
        row = rows.get(pk) or AttendanceFigures(event=event, organisation_id=pk)
        _fill(row, tally, now)
        kept.append(row)
    # New and changed rows in one statement; a bulk update takes many times as long.
    AttendanceFigures.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["booked", "confirmed", "came", "walk_ins", "heads", "refreshed_at"],
    )


@transaction.atomic
def freeze_attendance(event: Event, now: datetime) -> None:
    """Count a last time and never again: the transaction around it erases the bookings."""
    _refresh(event, now)
    AttendanceFigures.objects.filter(event=event, frozen_at=None).update(frozen_at=now)


@transaction.atomic
def freeze_needs(event: Event, now: datetime) -> None:
    """Count the needs a last time and never again: the transaction around it erases them."""
    _refresh(event, now, opens_needs=False)
    whole = AttendanceFigures.objects.get(event=event, organisation=None)
    if whole.needs_frozen_at:
        return
    _count_needs(whole, event)
    whole.needs_frozen_at = now
    whole.save(update_fields=["needs", "needs_frozen_at"])
