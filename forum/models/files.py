"""Files that are on the way: made by the worker, or handed in, and gone after a day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.base import Row
from forum.models.events import Event
from forum.models.people import Host, User


class SealedFile(Row):
    """The bytes of a file, sealed with a key of its own that goes when the file goes.

    Made and read by `forum.sealed_files`; nothing else looks at `content`.
    """

    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return "Sealed file"


class WorkState(models.TextChoices):
    """How far the worker is with something that somebody waits for."""

    WAITING = "waiting", "Waits for its turn"
    RUNNING = "running", "Being worked on"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"


class ListFile(Row):
    """A list that somebody asked for and the worker makes, for that person alone."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    extras = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    reason = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=7, choices=WorkState, default=WorkState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    # When it last said that it is worked on.
    at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey(SealedFile, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WorkState.values), name="forum_listfile_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class ListColumns(Row):
    """Which columns a host leaves out of a kind of list."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    left_out = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "kind"], name="forum_listcolumns_one_each")
        ]

    def __str__(self) -> str:
        return self.kind
