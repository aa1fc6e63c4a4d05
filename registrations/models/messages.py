"""What the team writes to people, who was told, and whom to telephone."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Event
from forum.models.base import Row
from registrations.models.registrations import Registration


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Leaves later"
    SENT = "sent", "Sent"


class Announcement(Row):
    """A message of the team to some of an event's people. Its words hold no one person's data."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    body = models.TextField(max_length=4000)
    # The same for a text message or a chat; without it the title and the link are all it says.
    short = models.CharField(max_length=300, blank=True)
    # Who it is for, as registrations.audience reads it.
    audience = models.JSONField(default=dict, blank=True)
    # Whether people who come into the audience after it was sent get it too.
    reaches_later = models.BooleanField(default=True)
    state = models.CharField(
        max_length=9, choices=AnnouncementState, default=AnnouncementState.DRAFT
    )
    send_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AnnouncementState.SENT, sent_at__isnull=False)
                | (~Q(state=AnnouncementState.SENT) & Q(sent_at=None)),
                name="registrations_announcement_sent_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnnouncementState.SCHEDULED) | Q(send_at__isnull=False),
                name="registrations_announcement_scheduled_when",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(Row):
    """One announcement to one person, once. The outbox and the telephone list name this row."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="deliveries")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "registration"], name="registrations_delivery_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.registration}"


class ReminderKind(models.TextChoices):
    WEEK = "week", "A week before"
    DAY = "day", "The day before"


class Reminder(Row):
    """Whether an event reminds its people at some time before, and when it did. Once only.

    Without a row the reminder is on.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=ReminderKind)
    is_on = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="registrations_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.event}"


class Call(Row):
    """Something to tell by telephone or text to somebody without a mail address.

    Like the outbox it holds a kind and a row, never words: those are made when they are read.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="calls")
    # What it is about, by the name that the same mail has in settings.MAILS.
    kind = models.CharField(max_length=40)
    row_id = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[Any]] = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["event", "created_at"],
                condition=Q(done_at=None),
                name="registrations_call_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.registration}"


class DayNews(Row):
    """That a colleague was written what changed until a morning. One mail a day and person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="registrations_daynews_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"
