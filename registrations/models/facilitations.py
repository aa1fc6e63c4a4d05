"""Who leads which session."""

from django.db import models

from forum.models import Session
from forum.models.base import Row
from registrations.models.registrations import Registration


class Facilitation(Row):
    """A registered person who leads a session, and so is fixed in it."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="facilitations")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"], name="registrations_facilitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} leads {self.session}"
