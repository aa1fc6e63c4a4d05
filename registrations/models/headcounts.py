"""People counted by their heads, without names: weekly groups, walks, stalls."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Event
from forum.models.base import Row


class Headcount(Row):
    """One press of the tally button: so many more, or fewer when a press is taken back."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    # The day of the event that is counted, in its own zone.
    day = models.DateField()
    number = models.SmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    press = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(number=0), name="registrations_headcount_counts")
        ]
        indexes = [models.Index(fields=["event", "day"], name="registrations_headcount_day")]

    def __str__(self) -> str:
        return f"{self.number:+}"
