"""What is on: series and events."""

import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now as utc_now

from forum.models.base import Row
from forum.models.event_words import Kind as Kind
from forum.models.event_words import Mode as Mode
from forum.models.event_words import State as State
from forum.models.event_words import Visibility as Visibility
from forum.models.people import Host, User

# How long bookings stay after an event.
BOOKINGS_KEPT = timedelta(days=180)


class Series(Row):
    """Events that belong together, such as a yearly forum or a training programme."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="series")
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


def known_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA list."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose a time zone from the list.")


class EventQuerySet(models.QuerySet["Event"]):
    def listed(self) -> "EventQuerySet":
        """Published and public: what a stranger may find."""
        return self.filter(state=State.PUBLISHED, visibility=Visibility.PUBLIC)

    def reachable(self) -> "EventQuerySet":
        """What somebody who has the address may see: listed or not, also when called off.

        A draft that was called off before anybody saw it stays unseen.
        """
        return self.exclude(published_at=None)

    def public(self) -> "EventQuerySet":
        """What a stranger may find, with what was called off: they may have planned to come."""
        return self.reachable().filter(visibility=Visibility.PUBLIC)

    def recorded(self) -> "EventQuerySet":
        """Held elsewhere or before, and told by totals alone (`Event.is_recorded`)."""
        return self.filter(state=State.PUBLISHED, published_at=None)

    def upcoming(self, now: datetime) -> "EventQuerySet":
        return self.filter(ends_at__gte=now).order_by("starts_at")

    def past(self, now: datetime) -> "EventQuerySet":
        return self.filter(ends_at__lt=now).order_by("-starts_at")

    def of_user(self, user: User) -> "EventQuerySet":
        """Events of any host that this person works for, whatever the role."""
        return self.filter(hosts__memberships__user=user).distinct()


class Event(Row):
    """One forum, summit, training, meeting: what is published and what people book."""

    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    hosts: models.ManyToManyField[Host, Any] = models.ManyToManyField(
        Host, through="EventHost", related_name="events"
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FORUM)
    summary = models.CharField(max_length=300)
    description = models.TextField(max_length=8000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    doors_at = models.DateTimeField(null=True, blank=True)
    timezone = models.CharField(
        max_length=40, default="Europe/London", validators=[known_time_zone]
    )
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.IN_PERSON)
    public_place = models.CharField(max_length=120, blank=True)
    exact_place = models.CharField(max_length=300, blank=True)
    online_link = models.URLField(max_length=300, blank=True)
    # The exact place and the online link are shown to people with a place from this time on.
    place_released_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(default=50)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    choosing_closes_at = models.DateTimeField(null=True, blank=True)  # None: when it begins
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    is_discreet = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    cost = models.CharField(max_length=160, default="Free", blank=True)
    food = models.CharField(max_length=300, blank=True)
    getting_in = models.TextField(max_length=4000, blank=True)
    arrangements = models.TextField(max_length=4000, blank=True)
    agreement = models.TextField(max_length=8000, blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    # Days after the end until needs and sensitive answers are destroyed (design section 4).
    needs_kept_days = models.PositiveSmallIntegerField(default=14)
    published_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=utc_now, editable=False)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="forum_event_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="forum_event_has_places"),
            models.CheckConstraint(
                condition=Q(needs_kept_days__lte=60), name="forum_event_needs_at_most_60_days"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, published_at=None)
                | Q(state__in=[State.PUBLISHED, State.CANCELLED]),
                name="forum_event_state",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="forum_event_cancelled_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "visibility", "starts_at"], name="forum_event_list")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:event", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def days(self) -> list[date]:
        """Every calendar day of the event, in its own time zone."""
        first, last = self.local_start.date(), self.local_end.date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_recorded(self) -> bool:
        """Whether it was held elsewhere or before, and is here by totals alone.

        It was never published here: nobody reaches it, nobody booked it, and no job touches it.
        """
        return self.is_published and self.published_at is None

    @property
    def is_over(self) -> bool:
        return utc_now() > self.ends_at

    @property
    def has_opened(self) -> bool:
        return self.opens_at is None or self.opens_at <= utc_now()

    @property
    def is_open(self) -> bool:
        """Whether people can register now. Full is not closed: there is a waiting list."""
        closes = min(self.closes_at or self.ends_at, self.ends_at)
        return self.is_published and self.has_opened and utc_now() < closes

    @property
    def needs_erased_on(self) -> date:
        return (self.local_end + timedelta(days=self.needs_kept_days)).date()

    @property
    def erased_on(self) -> date:
        """The day bookings are deleted: 180 days after the event (design section 4)."""
        return (self.local_end + BOOKINGS_KEPT).date()

    def is_forgotten_at(self, now: datetime) -> bool:
        """Whether the day on which bookings are deleted is over: none is shown from then on."""
        return now > self.ends_at + BOOKINGS_KEPT + timedelta(days=1)

    @property
    def is_forgotten(self) -> bool:
        return self.is_forgotten_at(utc_now())

    @property
    def place_is_released(self) -> bool:
        return self.place_released_at is None or self.place_released_at <= utc_now()

    @cached_property
    def lead_host(self) -> Host:
        """The host that answers for the event, as it was when this row was first asked for it.

        A query unless `event_hosts__host` is prefetched.
        """
        if "event_hosts" in getattr(self, "_prefetched_objects_cache", {}):
            return next(iter(self.event_hosts.all())).host  # the lead comes first
        found = Host.objects.filter(event_hosts__event=self)
        return found.order_by("-event_hosts__is_lead", "name")[0]
