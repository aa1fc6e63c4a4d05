"""Who wants to hear of later events of a host: a list of its own, which no event erases."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from forum.models import Event, Host
from forum.models.base import Row

# How a yes stands that was given, or given again, and not asked about since.
UNANSWERED: dict[str, Any] = {"asked_at": None, "days_waited": 0, "waited_on": None}


class Subscriber(Row):
    """An address that may be told of later events. Nothing says which event it came from."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=12, default="en")
    # Which words were agreed to, and when last: two years later it is asked again.
    wording = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    # When the mail that asks again left, and on how many days it has waited for an answer: the days
    # are counted one by one, so that a clock that jumps ends nothing.
    asked_at = models.DateTimeField(null=True, blank=True)
    days_waited = models.PositiveSmallIntegerField(default=0)
    waited_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["email", "id"]
        constraints = [
            models.UniqueConstraint("host", Lower("email"), name="registrations_subscriber_once")
        ]

    def __str__(self) -> str:
        return "Somebody who wants to hear of later events"


class EventInvitation(Row):
    """That an address on the list was told of an event. Once only."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "subscriber"], name="registrations_eventinvitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"Told of {self.event}"
