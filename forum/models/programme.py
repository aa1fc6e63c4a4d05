"""The programme of an event: rooms, slots, sessions and who leads them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from forum.models.base import Row
from forum.models.events import Event


class Room(Row):
    event = models.ForeignKey(Event, models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    is_step_free = models.BooleanField(default=True)
    has_hearing_loop = models.BooleanField(default=False)
    is_quiet = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="forum_room_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Slot(Row):
    """A stretch of time in which sessions run side by side."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="forum_slot_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.starts_at:%d %b %H:%M}"


class SessionKind(models.TextChoices):
    PLENARY = "plenary", "Everyone together"
    BREAKOUT = "breakout", "Discussion group"
    WORKSHOP = "workshop", "Workshop"
    SOCIAL = "social", "Social"
    BREAK = "break", "Break"


class Session(Row):
    """Something that happens: in a slot, or at times of its own."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    slot = models.ForeignKey(Slot, models.CASCADE, null=True, blank=True, related_name="sessions")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=8, choices=SessionKind, default=SessionKind.PLENARY)
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")
    min_places = models.PositiveIntegerField(null=True, blank=True)
    max_places = models.PositiveIntegerField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    offered_again_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recording_link = models.URLField(max_length=300, blank=True)
    is_cancelled = models.BooleanField(default=False)
    replaced_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["slot__starts_at", "starts_at", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot__isnull=False, starts_at=None, ends_at=None)
                | Q(slot=None, starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="forum_session_slot_or_times",
            ),
            models.CheckConstraint(
                condition=Q(min_places=None)
                | Q(max_places=None)
                | Q(max_places__gte=F("min_places")),
                name="forum_session_places",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def begins(self) -> datetime:
        """When it starts: its slot's time or its own. UTC; select the slot to save a query."""
        when = self.slot.starts_at if self.slot else self.starts_at
        assert when is not None  # noqa: S101 - forum_session_slot_or_times
        return when

    @property
    def finishes(self) -> datetime:
        """When it ends: its slot's time or its own. UTC; select the slot to save a query."""
        when = self.slot.ends_at if self.slot else self.ends_at
        assert when is not None  # noqa: S101 - forum_session_slot_or_times
        return when


class SessionLead(Row):
    """Who leads a session: text of the programme, no link to a person who registered."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="leads")
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
