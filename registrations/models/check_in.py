"""Who came in, when, and who let them in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Event, Session
from forum.models.base import Row
from registrations.models.registrations import Registration


class How(models.TextChoices):
    """How it came to be known that somebody was there."""

    DOOR = "door", "At the door"
    PAPER = "paper", "Typed in from paper"
    JOINED = "joined", "Joined online"
    MATCHED = "matched", "In the meeting's list"


class CheckIn(Row):
    """A person is in: at the event, or at one session of it. Undoing deletes the row."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=7, choices=How, default=How.DOOR)
    scan_id = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(session=None),
                name="registrations_checkin_once_at_the_event",
            ),
            models.UniqueConstraint(
                fields=["registration", "session"],
                condition=Q(session__isnull=False),
                name="registrations_checkin_once_a_session",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "session", "how"], name="registrations_checkin_how"),
        ]

    def __str__(self) -> str:
        return f"{self.registration} in at {self.at:%H:%M}"
