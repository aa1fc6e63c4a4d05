"""Rows of the ground services: the outbox, the audit trail, the schedule."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.base import Row
from forum.models.events import Event
from forum.models.people import Host, User


class MessageState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Came back"
    DROPPED = "dropped", "Not needed any more"
    HELD = "held", "Held after a restore"


# Those of a mail that is still to leave.
WAITING = [MessageState.QUEUED, MessageState.HELD]


class Message(Row):
    """One mail to one address. The text is composed when it is sent and never stored."""

    kind = models.CharField(max_length=40)
    to = models.EmailField()
    row_id = models.UUIDField()
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="messages")
    state = models.CharField(max_length=7, choices=MessageState, default=MessageState.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="forum_message_due"),
            models.Index(fields=["event", "state"], name="forum_message_of_event"),
            # Those that left in the last minute are counted before each further one.
            models.Index(fields=["sent_at"], name="forum_message_sent"),
            models.Index(
                fields=["leased_until"], condition=Q(state="queued"), name="forum_message_leased"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class AuditEntry(Row):
    """Who did what, when and to which row; never what the row says."""

    host = models.ForeignKey(Host, models.CASCADE, null=True, related_name="audit_entries")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="audit_entries")
    who = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    deed = models.CharField(max_length=60)
    row_id = models.UUIDField(null=True)
    count = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["event", "-at"], name="forum_audit_of_event")]

    def __str__(self) -> str:
        return f"{self.deed}, {self.at:%d %b %Y %H:%M}"


class ScheduledJob(models.Model):
    """When a job of settings.JOBS runs next, and who is running it now."""

    name = models.CharField(max_length=120, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    last_run_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name
