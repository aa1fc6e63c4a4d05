"""The kitchen's copies of the catering sheet, and the caterer's own link to it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models import Event
from forum.models.base import Row
from forum.sealed import SealedJSONField


class KitchenCopy(Row):
    """What one copy of the catering sheet counted, so that the next can say what changed.

    What does not fit one sealed value goes on in the next `part`.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    counts = SealedJSONField(purpose="needs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number", "part"], name="registrations_kitchencopy_once"
            )
        ]

    def __str__(self) -> str:
        return f"Copy {self.number}"

    @property
    def sealed_for(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The event whose key seals this row, and the row it is bound to."""
        return self.event_id, self.id


class KitchenLink(Row):
    """A link by which a caterer reads the current sheet until it runs out or is ended."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    made_for = models.CharField(max_length=80)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Whether the names of those who agreed to it are on the sheet.
    with_names = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.made_for
