"""The ballot box: codes, sealed answers, and what is left of them after closing.

Nothing here leads to a person: no row of codes, ballots, counters or comments holds a person, a
time, or a number that tells the order in which it came (security 5).
"""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from forum.models import Event
from forum.models.base import Row
from forum.sealed import SealedJSONField


def random_key() -> int:
    """A key that says nothing of when its row was written."""
    return secrets.randbits(62) + 1


class BoxState(models.TextChoices):
    PLANNED = "planned", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    TOO_FEW = "too_few", "Too few to show"


class BallotBox(Row):
    """Feedback on one event: when it opens and closes, and how many ballots were in it."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=BoxState, default=BoxState.PLANNED)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Whether everybody who came and gave an email address is sent a code.
    is_mailed = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # Codes handed out as printed slips.
    slips = models.PositiveIntegerField(default=0)
    # Counted at closing; nought when there were too few to show.
    ballots = models.PositiveIntegerField(default=0)
    # Whether key, old pages and log are gone after closing; the job finishes what was not.
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="feedback_box_closes_later"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BoxState.CLOSED, BoxState.TOO_FEW], closed_at__isnull=False)
                | Q(state__in=[BoxState.PLANNED, BoxState.OPEN], closed_at=None),
                name="feedback_box_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.event}"

    @property
    def is_open(self) -> bool:
        return self.state == BoxState.OPEN

    @property
    def is_closed(self) -> bool:
        """Opened and counted; not so when there were too few."""
        return self.state == BoxState.CLOSED

    @property
    def had_too_few(self) -> bool:
        return self.state == BoxState.TOO_FEW


class BallotCode(models.Model):
    """A code not used yet: its hash and the event, nothing else. Written in sorted order."""

    hash = models.CharField(max_length=64, primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return "A code"


class SpareCode(models.Model):
    """A code that waits to be mailed, sealed; drawn at random when a mail is written.

    Its hash has lain among the others since the box was opened, so that the order in which mails
    leave tells nothing.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    code = SealedJSONField(purpose="ballot")

    def __str__(self) -> str:
        return "A code to be mailed"

    @property
    def sealed_for(self) -> tuple[uuid.UUID, int]:
        return self.event_id, self.id


class Ballot(models.Model):
    """One sealed answer sheet while the box is open."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    answers = SealedJSONField(purpose="ballot")

    def __str__(self) -> str:
        return "A ballot"

    @property
    def sealed_for(self) -> tuple[uuid.UUID, int]:
        return self.event_id, self.id


class WithdrawnCode(models.Model):
    """Words that somebody took back while the box was still sealed; applied at closing."""

    hash = models.CharField(max_length=64, primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return "Words taken back"


class Rating(models.Model):
    """How many gave one answer to one question; written once, at closing."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=36)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "question", "answer"], name="feedback_rating_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class Share(models.TextChoices):
    """How far somebody lets their words go."""

    TEAM = "team", "No, just for the team"
    WORDS = "words", "Yes, without any name"
    ORGANISATION = "organisation", "Yes, with my organisation’s name"
    NAME = "name", "Yes, with my first name and organisation"
    WITHDRAWN = "withdrawn", "Taken back"


class CommentQuerySet(models.QuerySet["Comment"]):
    def quotable(self) -> "CommentQuerySet":
        """Words that may be shown outside the team."""
        return self.filter(share__in=[Share.WORDS, Share.ORGANISATION, Share.NAME])


class Comment(models.Model):
    """Words from one ballot, apart from its other answers; in the order of random keys."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    text = models.TextField(max_length=500)
    share = models.CharField(max_length=12, choices=Share, default=Share.TEAM)
    # The name that the writer typed for a quote; empty for most.
    signed = models.CharField(max_length=160, blank=True)
    withdraw_hash = models.CharField(max_length=64, blank=True, db_index=True)
    # Whether somebody has read it for themes, also when none fitted.
    is_coded = models.BooleanField(default=False)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return "A comment"

    @property
    def is_quotable(self) -> bool:
        return self.share in (Share.WORDS, Share.ORGANISATION, Share.NAME)
