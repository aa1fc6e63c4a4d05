"""What is due: found from rows and key files, so that no day on which nothing ran is missed."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from forum import keys
from forum.models import Event, Host
from forum.models.events import BOOKINGS_KEPT
from registrations import figures
from registrations.models import AttendanceFigures, Helper, Needs, Registration, TravelClaim

NEEDS, TRAVEL = "needs", "travel"
# Cash is paid, and receipts are handed in, after the day.
TRAVEL_KEPT = timedelta(days=60)


@dataclass(frozen=True)
class Due:
    """Events whose needs are due, those whose bookings are, keys that count people, and events
    whose help with travel is due."""

    needs: list[Event]
    bookings: list[Event]
    people: list[tuple[uuid.UUID, str]]
    travel: list[Event] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.needs or self.bookings or self.people or self.travel)

    @property
    def keys(self) -> set[tuple[uuid.UUID, str]]:
        """The keys that open what is due: whose and for what."""
        of_events = {(event.pk, NEEDS) for event in self.needs}
        return of_events | {(event.pk, TRAVEL) for event in self.travel} | set(self.people)


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
    # A helper may have begun and registered nobody.
    helpers = Helper.objects.filter(event=OuterRef("pk"))
    old = ended.filter(Exists(booked) | Exists(helpers) | Exists(whole.filter(frozen_at=None)))
    people = [key for key in figures.keys_due(now) if host is None or key[0] == host.pk]
    return Due(
        [event for event in in_time if is_due(event, now)],
        list(old),
        people,
        [event for event in _with_travel(events, now) if now >= _travel_ends(event)],
    )


def _with_travel(events: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    """Events that ended long ago and still have claims, or the key that opens them."""
    with_a_key = [event_id for event_id, _, _ in keys.there(TRAVEL)]
    claims = TravelClaim.objects.filter(event=OuterRef("pk"))
    ended = events.filter(ends_at__lt=now - TRAVEL_KEPT + timedelta(days=1))
    return ended.filter(Q(pk__in=with_a_key) | Exists(claims))


def travel_erased_on(event: Event) -> date:
    """The day on which help with travel is erased, with its key: 60 days after the event."""
    return (event.local_end + TRAVEL_KEPT).date()


def _travel_ends(event: Event) -> datetime:
    return datetime.combine(travel_erased_on(event), time.min, tzinfo=event.zone)


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
        needs_are_gone=Exists(whole.exclude(needs_frozen_at=None)),
        has_claims=Exists(TravelClaim.objects.filter(event=OuterRef("pk"))),
    )
    found = [_next(event) for event in past]
    return sorted(found, key=lambda one: (one.on, one.event.title))


def _next(event: Any) -> Coming:
    if not event.needs_are_gone:
        return Coming(event, "needs", event.needs_erased_on)
    if event.has_claims:
        return Coming(event, "travel", travel_erased_on(event))
    return Coming(event, "bookings", event.erased_on)


def is_due(event: Event, now: datetime) -> bool:
    """Whether the day on which the event's needs are erased has come, in the event's own zone."""
    return now.astimezone(event.zone).date() >= event.needs_erased_on
