"""What was changed after people were told."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now as utc_now

from forum.models.base import Row
from forum.models.events import Event
from forum.models.people import User


class EventChange(Row):
    """What was changed after publication, written in the transaction that changed it.

    Their count is the SEQUENCE of the calendar file. `told_at` is set by whoever told people.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=utc_now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["at"], condition=Q(told_at=None), name="forum_eventchange_untold")
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.at:%d %b %Y}"
