"""What is heard again and again: a host's themes, and the words that were read for them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from feedback.models.box import Comment
from forum.models import Event, Host, Session
from forum.models.base import Row
from forum.models.people import name_key


class Theme(Row):
    """One entry of a host's codebook, shared by all its events. A merged one points to where."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, editable=False)
    description = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["host", "name_key"], name="feedback_theme_name")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name) or self.name[:120]
        super().save(*args, **kwargs)


class SessionNote(Row):
    """What a note-taker wrote down: one point that was made in a session, or at the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_coded = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return "A note"


class TagState(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    SUGGESTED = "suggested", "Suggested"


class ThemeTagQuerySet(models.QuerySet["ThemeTag"]):
    def confirmed(self) -> "ThemeTagQuerySet":
        """What a person decided; only this is ever counted."""
        return self.filter(state=TagState.CONFIRMED)


class ThemeTag(Row):
    """That a comment or a note raises a theme."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="tags")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="tags")
    note = models.ForeignKey(SessionNote, models.CASCADE, null=True, related_name="tags")
    state = models.CharField(max_length=9, choices=TagState, default=TagState.CONFIRMED)
    # How sure a suggestion was, from 0 to 1; nothing where a person thought of it.
    probability = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ThemeTagQuerySet] = ThemeTagQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, note=None) | Q(comment=None, note__isnull=False),
                name="feedback_tag_on_one_thing",
            ),
            models.UniqueConstraint(fields=["theme", "comment"], name="feedback_tag_comment_once"),
            models.UniqueConstraint(fields=["theme", "note"], name="feedback_tag_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme} ({self.state})"
