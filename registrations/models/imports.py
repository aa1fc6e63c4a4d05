"""People brought in from another tool, while their file is looked at and written."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Event, Host, SealedFile
from forum.models.base import Row
from forum.models.files import WorkState


class PeopleImport(Row):
    """One file of people: what its columns mean, how far it is, and the file until it is done.

    A row is WAITING from the moment its team says "bring them in"; before that it is a plan.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Where the file comes from: pretix, eventbrite, or "" for any other.
    source = models.CharField(max_length=12, blank=True)
    # Field by heading of the file, and what the team chose beside that.
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=WorkState, blank=True)
    # When it last said that it is worked on.
    at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    # The file as it was read, in one sealed piece; gone once the people are in, or after a day.
    file = models.ForeignKey(SealedFile, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["", *WorkState.values]),
                name="registrations_peopleimport_state",
            )
        ]

    @property
    def is_planned(self) -> bool:
        """Whether its people are not in, and nobody works on it."""
        return self.state in ("", WorkState.FAILED)

    @property
    def seated(self) -> int:
        """How many have a place, once it is done."""
        return int(self.choices.get("seated", 0))

    @property
    def waiting(self) -> int:
        """How many wait for a place, once it is done."""
        return int(self.choices.get("waiting", 0))

    @property
    def in_all(self) -> int:
        return self.seated + self.waiting

    def __str__(self) -> str:
        return f"{self.total} people ({self.state or 'planned'})"


class KnownHeading(Row):
    """What a heading of a file meant the last time, as this host's team said."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="+")
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "heading"], name="registrations_knownheading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"
