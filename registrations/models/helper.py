"""Somebody who registers the people they support: a caseworker, a friend, a key worker."""

from django.db import models
from django.utils import timezone

from forum.models import Event, Organisation
from forum.models.base import Row


class Helper(Row):
    """A helper at one event, known by a private link. Those whom they entered are `people`."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["event", "email"], name="registrations_helper_by_email")]

    def __str__(self) -> str:
        return self.name
