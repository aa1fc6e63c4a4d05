"""What is due: found from rows and key files, so that no day on which nothing ran is missed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from forum import keys
from forum.models import Event, Host
from forum.models.events import BOOKINGS_KEPT
from registrations import figures
from registrations.models import AttendanceFigures, Needs, Registration

NEEDS = "needs"


@dataclass(frozen=True)
class Due:
    """Events whose needs are due, events whose bookings are, and keys that count people."""

    needs: list[Event]
    bookings: list[Event]
    people: list[tuple[uuid.UUID, str]]

    def __bool__(self) -> bool:
        return bool(self.needs or self.bookings or self.people)

    @property
    def keys(self) -> set[tuple[uuid.UUID, str]]:
        """The keys that open what is due: whose and for what."""
        return {*((event.pk, NEEDS) for event in self.needs), *self.people}


def find(now: datetime, host: Host | None = None) -> Due:
    """Everything that is due at `now`, or what is due of the events that this host leads."""
    events = Event.objects.prefetch_related("event_hosts__host").order_by("ends_at")
    if host:
        events = events.filter(event_hosts__host=host, event_hosts__is_lead=True)
    whole = AttendanceFigures.objects.filter(event=OuterRef("pk"), organisation=None)
    needs = Needs.objects.filter(event=OuterRef("pk"))
    left = Exists(needs) & ~Exists(whole.exclude(needs_frozen_at=None))
    with_a_key = [event_id for event_id, _, _ in keys.there(NEEDS)]
    in_time = events.filter(ends_at__lt=now).filter(Q(pk__in=with_a_key) | left)
    # The day in the event's own zone, as the pages say it: one more day settles every zone.
    ended = events.filter(ends_at__lt=now - BOOKINGS_KEPT - timedelta(days=1))
    booked = Registration.objects.filter(event=OuterRef("pk"))
    old = ended.filter(Exists(booked) | Exists(whole.filter(frozen_at=None)))
    people = [key for key in figures.keys_due(now) if host is None or key[0] == host.pk]
    return Due([event for event in in_time if is_due(event, now)], list(old), people)


@dataclass(frozen=True)
class Coming:
    """What of an event is erased next, and on which day."""

    event: Event
    what: str
    on: date


def coming(host: Host, now: datetime) -> list[Coming]:
    """What of the host's past events is erased next, by day; one query."""
    whole = AttendanceFigures.objects.filter(event=OuterRef("pk"), organisation=None)
    mine = Event.objects.filter(event_hosts__host=host, event_hosts__is_lead=True)
    booked = Registration.objects.filter(event=OuterRef("pk"))
    past = mine.filter(Exists(booked), ends_at__lt=now).annotate(
        needs_are_gone=Exists(whole.exclude(needs_frozen_at=None))
    )
    found = [
        Coming(event, "bookings", event.erased_on)
        if event.needs_are_gone
        else Coming(event, "needs", event.needs_erased_on)
        for event in past
    ]
    return sorted(found, key=lambda one: (one.on, one.event.title))


def is_due(event: Event, now: datetime) -> bool:
    """Whether the day on which the event's needs are erased has come, in the event's own zone."""
    return now.astimezone(event.zone).date() >= event.needs_erased_on
