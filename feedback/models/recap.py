"""What an event reports back to those who came."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from feedback.models.box import Comment
from forum.models import Event
from forum.models.base import Row


class Recap(Row):
    """The story of an event; its figures are those of the day it was published."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    lead = models.CharField(max_length=400, blank=True)
    # Markdown.
    talked = models.TextField(max_length=4000, blank=True)
    learned = models.TextField(max_length=4000, blank=True)
    happens_next = models.TextField(max_length=4000, blank=True)
    caterer = models.CharField(max_length=200, blank=True)
    artist = models.CharField(max_length=200, blank=True)
    facilitators = models.CharField(max_length=400, blank=True)
    funders = models.CharField(max_length=400, blank=True)
    others = models.CharField(max_length=400, blank=True)
    # What is shown of figures, reach and themes: written when it is published, small counts hidden.
    figures = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    # When those who were there were told of it: once, however often it is published.
    told_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class RecapQuote(Row):
    """Words that the team chose for the recap; shown only while their writer agrees."""

    recap = models.ForeignKey(Recap, models.CASCADE, related_name="quotes")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["recap", "comment"], name="feedback_recapquote_once")
        ]

    def __str__(self) -> str:
        return "A quote"


class RecapFigures(Row):
    """Figures as they were once published: what is published later must not tell of few by them."""

    recap = models.ForeignKey(Recap, models.CASCADE, related_name="versions")
    figures = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"Figures of {self.recap}"
