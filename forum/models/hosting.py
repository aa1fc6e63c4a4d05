"""Which hosts run an event, and which were asked to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.base import Row
from forum.models.events import Event
from forum.models.people import Host


class EventHost(Row):
    """A host that runs the event; one of them leads."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_hosts")
    host = models.ForeignKey(Host, models.PROTECT, related_name="event_hosts")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_lead", "host__name"]
        constraints = [
            models.UniqueConstraint(fields=["event", "host"], name="forum_eventhost_once"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(is_lead=True), name="forum_eventhost_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} runs {self.event}"


class AskedHost(Row):
    """A host that was asked to run an event with others and has not answered.

    It is a row of its own, so that whoever looks for the hosts of an event, to give rights or to
    name them, never meets one that did not say yes.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="asked_hosts")
    host = models.ForeignKey(Host, models.CASCADE, related_name="asked_hosts")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "host"], name="forum_askedhost_once")
        ]

    def __str__(self) -> str:
        return f"{self.host} is asked to run {self.event}"
