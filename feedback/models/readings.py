"""What is remembered of reading for themes: what somebody found, what was offered, what was merged.

It tells of the team that reads, and nothing of who wrote.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from feedback.models.box import Comment
from feedback.models.themes import SessionNote, Theme
from forum.models import Event
from forum.models.base import Row


class EventThemes(Row):
    """How often each theme was raised at an event, so that no page across events counts words.

    Written in the transaction of every deed that changes what was read there.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    # Of so many comments and notes that were read.
    base = models.PositiveIntegerField(default=0)
    # {key of a theme: how many of these raise it}, confirmed alone.
    counts = models.JSONField(default=dict)
    refreshed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.event}: {self.base} read"


class Suggesting(Row):
    """When themes were last suggested for the unread words of an event, and learned from what."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Tells when what it was learned from, or what is unread, has changed.
    fingerprint = models.CharField(max_length=64, blank=True)
    # How many comments and notes that a person read it was learned from.
    learned_from = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.event}: learned from {self.learned_from}"


class Reading(Row):
    """That somebody read a comment or a note: what it raised before and after, what was offered."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    note = models.ForeignKey(SessionNote, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Keys of themes; None before means that nobody had read it.
    before = models.JSONField(null=True)
    after = models.JSONField(default=list)
    # Keys of the themes that were offered beside it, the likeliest first.
    offered = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, note=None) | Q(comment=None, note__isnull=False),
                name="feedback_reading_of_one_thing",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["event", "at"], name="feedback_reading_latest")
        ]

    def __str__(self) -> str:
        return "A reading"


class ThemeMerge(Row):
    """That two themes turned out to be one: when, by whom, and how many words moved."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    into = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.theme} into {self.into}"
