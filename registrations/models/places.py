"""How an event gives its places."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from forum.models import Event
from forum.models.base import Row


class PlaceRules(Row):
    """What the team decided about places. Without a row the values below stand.

    First come, first served: a place that becomes free is offered to whoever has waited longest.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    # Whether the team answers each booking, and by which day people are told.
    needs_approval = models.BooleanField(default=False)
    answer_by = models.DateField(null=True, blank=True)
    # Whether a free place is offered by itself; else the team gives it by hand.
    offers_itself = models.BooleanField(default=True)
    offer_hours = models.PositiveSmallIntegerField(default=48)
    # Places kept for people from organisations of some reach, until they are released to all.
    kept = models.PositiveIntegerField(default=0)
    kept_for = models.JSONField(default=list, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, offer_hours__lte=336),
                name="registrations_placerules_offers_last",
            ),
            models.CheckConstraint(
                condition=Q(kept=0) | Q(kept_until__isnull=False),
                name="registrations_placerules_kept_until",
            ),
        ]

    def __str__(self) -> str:
        return f"How {self.event} gives its places"

    def keeps_any_at(self, now: datetime) -> bool:
        """Whether places are kept for some people at this moment."""
        return bool(self.kept and self.kept_for and self.kept_until and now < self.kept_until)
