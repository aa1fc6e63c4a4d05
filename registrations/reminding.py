"""Reminding people of what they booked: a week before and on the day before, once each.

A reminder leaves at nine in the event's own zone. When nothing ran at that hour it is late, while
it still makes sense. Who books after that hour is not reminded: the confirmation says it all. An
event that is moved afterwards reminds nobody a second time: the mail about the change says it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from forum.models.events import State
from registrations.models import Registration, Reminder
from registrations.models.messages import ReminderKind
from registrations.telling import REACHED, readers, tell_many

MAILS = {ReminderKind.WEEK: "reminder_week", ReminderKind.DAY: "reminder_day"}
_DAYS_BEFORE = {ReminderKind.WEEK: 7, ReminderKind.DAY: 1}
# How long before the event a late reminder is no help any more.
_TOO_LATE = {ReminderKind.WEEK: timedelta(days=2), ReminderKind.DAY: timedelta(0)}
_NINE = time(9)
# No reminder leaves earlier than so long before its event, whatever the zone and the hour.
_EARLIEST = timedelta(days=9)


@dataclass(frozen=True)
class Planned:
    """One reminder of an event: whether it is wanted, when it leaves, and when it left."""

    event: Event
    kind: ReminderKind
    is_on: bool
    done_at: datetime | None

    @property
    def words(self) -> str:
        return str(self.kind.label)

    @property
    def leaves_at(self) -> datetime:
        return leaves_at(self.event, self.kind)

    def is_missed(self, now: datetime) -> bool:
        """Whether it never left and helps nobody any more."""
        return self.done_at is None and now >= ends_at(self.event, self.kind)


def leaves_at(event: Event, kind: ReminderKind) -> datetime:
    """Nine o'clock in the event's own zone, so many days before it begins."""
    day = event.local_start.date() - timedelta(days=_DAYS_BEFORE[kind])
    return datetime.combine(day, _NINE, event.zone)


def ends_at(event: Event, kind: ReminderKind) -> datetime:
    """From when on the reminder makes no sense."""
    return event.starts_at - _TOO_LATE[kind]


def planned(event: Event) -> list[Planned]:
    """Both reminders of the event, the earlier one first; one query."""
    rows = {row.kind: row for row in Reminder.objects.filter(event=event)}
    return [
        Planned(event, kind, rows[kind].is_on, rows[kind].done_at)
        if kind in rows
        else Planned(event, kind, is_on=True, done_at=None)
        for kind in ReminderKind
    ]


@transaction.atomic
def switch(*, event: Event, kind: ReminderKind, is_on: bool, by: User | None) -> None:
    """Say whether people are to be reminded. What left already stays as it is."""
    Event.objects.select_for_update().get(pk=event.pk)
    Reminder.objects.update_or_create(event=event, kind=kind, defaults={"is_on": is_on})
    deed = f"switched {'on' if is_on else 'off'} a reminder"
    audit.record(deed=deed, by=by, event=event)


def remind_due(now: datetime | None = None) -> int:
    """Send the reminders whose hour has come; how many mails. A job.

    Each event and kind is one transaction with its mark, so that a killed process reminds all of
    its people or none, and nobody twice.
    """
    now = now or timezone.now()
    coming = Event.objects.filter(
        state=State.PUBLISHED, starts_at__gt=now, starts_at__lte=now + _EARLIEST
    )
    settled = set(
        Reminder.objects.filter(Q(is_on=False) | Q(done_at__isnull=False), event__in=coming)
        .order_by()
        .values_list("event_id", "kind")
    )
    return sum(
        _remind(event.pk, kind, now)
        for event in coming
        for kind in ReminderKind
        if (event.pk, kind) not in settled and _is_due(event, kind, now)
    )


def _is_due(event: Event, kind: ReminderKind, now: datetime) -> bool:
    return leaves_at(event, kind) <= now < ends_at(event, kind)


@transaction.atomic
def _remind(event_id: UUID, kind: ReminderKind, now: datetime) -> int:
    event = Event.objects.select_for_update().get(pk=event_id)
    if not event.is_published or not _is_due(event, kind, now):
        return 0
    row, _ = Reminder.objects.get_or_create(event=event, kind=kind)
    if row.done_at or not row.is_on:
        return 0  # another process was first, or somebody has just switched it off
    row.done_at = now
    row.save(update_fields=["done_at"])
    people = Registration.objects.filter(event=event, booked_at__lt=leaves_at(event, kind))
    there = list(people.confirmed().select_related(*REACHED).order_by("booked_at", "id"))
    audit.record(deed="reminded people", by=None, event=event, count=len(there))
    to = [(one, one.id) for one in readers(there)]
    return tell_many(to, MAILS[kind], event=event, now=now)
