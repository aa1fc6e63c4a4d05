"""Which hosts run an event."""

from django.db import models
from django.db.models import Q

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
