"""What a person needs, sealed; and what they agreed to."""

import uuid

from django.db import models
from django.utils import timezone

from forum.models import Event
from forum.models.base import Row
from forum.sealed import SealedJSONField
from registrations.models.registrations import Registration


class Needs(models.Model):
    """One row for every registration, so that having one says nothing.

    `answers` is a dictionary by question: what is asked, its state, and nothing of it is plain.
    While the registration is a draft it holds every answer, also name and contact.
    """

    registration = models.OneToOneField(
        Registration, models.CASCADE, primary_key=True, related_name="needs"
    )
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    answers = SealedJSONField(purpose="needs")

    def __str__(self) -> str:
        return "Needs"

    @property
    def sealed_for(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The event whose key seals this row, and the registration it is bound to."""
        return self.event_id, self.registration_id


class ConsentKind(models.TextChoices):
    NEEDS = "needs", "Holding answers about needs"
    AGREEMENT = "agreement", "Read how we treat each other"
    PHOTO = "photo", "Photos"
    CONTACTS = "contacts", "Contact list of those who were there"
    NEWS = "news", "News of later events"


class Consent(Row):
    """A consent as it was given: which wording, when, and when it was taken back."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=9, choices=ConsentKind)
    wording = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Whether somebody else wrote it down: a helper to whom the person said so.
    through_helper = models.BooleanField(default=False)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                condition=models.Q(withdrawn_at=None),
                name="registrations_consent_one_alive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.wording}"
