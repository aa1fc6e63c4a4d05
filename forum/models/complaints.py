"""What somebody complains of about an event, and how it was answered."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models.base import Row
from forum.models.events import Event
from forum.sealed import SealedJSONField

ANSWERED_WITHIN = timedelta(days=30)


class Complaint(Row):
    """One complaint: sealed with a key of its own, with dates in the open.

    Anybody may complain, also about how data about them is used; the law gives the hosts thirty
    days to answer.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    # What the person keeps, such as "KITE-4821".
    reference = models.CharField(max_length=12, unique=True)
    # {"text": ..., "contact": ...}; the contact may be blank.
    said = SealedJSONField(purpose="complaints")
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.reference

    @property
    def sealed_for(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The event whose key seals this row, and the row it is bound to."""
        return self.event_id, self.pk

    @property
    def answer_by(self) -> date:
        """The last day on which an answer is in time, where the event is."""
        return (self.made_at + ANSWERED_WITHIN).astimezone(self.event.zone).date()

    def is_overdue(self, now: datetime) -> bool:
        """Whether that day is over without an answer."""
        return self.answered_at is None and now.astimezone(self.event.zone).date() > self.answer_by
