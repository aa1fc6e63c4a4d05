"""Which sessions people wish for, and where they are placed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models import Event, Session, Slot
from forum.models.base import Row
from registrations.models.registrations import Registration


class BreakoutChoice(Row):
    """One wish: a session of a slot, by rank. No row in a slot means no preference."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="choices")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "slot", "rank"], name="registrations_choice_one_per_rank"
            ),
            models.UniqueConstraint(
                fields=["registration", "session"], name="registrations_choice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1), name="registrations_choice_from_first"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.rank}: {self.session}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def published(self) -> "AllocationQuerySet":
        """Those that people were told, the latest first: that one is what stands."""
        return self.exclude(published_at=None).order_by("-published_at")

    def in_hand(self) -> "AllocationQuerySet":
        """Those that wait or are worked on."""
        return self.filter(state__in=[RunState.WAITING, RunState.RUNNING])


class Mode(models.TextChoices):
    """Whether everybody is placed anew, or nobody is moved without cause."""

    FULL = "full", "Place everybody anew"
    KEEP = "keep", "Disturb nobody"


class RunState(models.TextChoices):
    """How far a run is. One that a later draft replaced has no placements any more."""

    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    REPLACED = "replaced", "Replaced"


class Allocation(Row):
    """One run that placed people in sessions. The latest published one is what people are told.

    `figures` holds counts, and sealed with the key of the needs what would tell of one: needs that
    no room meets, swaps of rooms, clashes. The input, with what people need, is never stored.
    `basis` is the run that this one kept to, `progress` the goal that is being worked on, `problem`
    why it failed, in words for the team.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.FULL)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.DONE)
    basis = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    progress = models.CharField(max_length=60, blank=True)
    problem = models.TextField(max_length=4000, blank=True)
    seed = models.CharField(max_length=40)
    input_hash = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[AllocationQuerySet] = AllocationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"Allocation of {self.at:%d %b %Y %H:%M}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Placement(Row):
    """Where one person goes in one slot; no session when there was no seat for them."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="placements")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="placements")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+")
    is_pinned = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "registration", "slot"], name="registrations_placement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} in {self.session or 'no session'}"
