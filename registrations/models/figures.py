"""What remains of an event when its people are erased: figures, and nobody in them."""

from typing import ClassVar

from django.db import models

from forum.models import Event, Host, Organisation
from forum.models.base import Row


class Counted(models.TextChoices):
    """How the figures of an event came about."""

    BY_ROWS = "rows", "Counted here"
    TOTALS = "totals", "Exact totals from elsewhere"
    ESTIMATE = "estimate", "Estimated totals from elsewhere"


class AttendanceFigures(Row):
    """How many booked and came: one row for an event, and one for each organisation at it.

    They are all that is read about people across events. A row follows the event's rows while they
    are there (`fingerprint` tells when it lags behind) and is frozen in the transaction that
    erases them; what was needed is frozen with the needs key.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    # Without an organisation: the event as a whole.
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    # Who was ever given a place by booking, also those who gave it back; not who only waited, nor
    # walk-ins. Crew and interpreters are in none of these four.
    booked = models.PositiveIntegerField(default=0)
    # Of those, who had a place at the end.
    confirmed = models.PositiveIntegerField(default=0)
    # Who had a place at the end and came in at the event's door, walk-ins too.
    came = models.PositiveIntegerField(default=0)
    walk_ins = models.PositiveIntegerField(default=0)
    # Of the walk-ins, who were counted by their heads alone, without a name.
    heads = models.PositiveIntegerField(default=0)
    counted = models.CharField(max_length=8, choices=Counted, default=Counted.BY_ROWS)
    # Where totals come from, in the team's words.
    source = models.CharField(max_length=120, blank=True)
    # Of the event as a whole: of those who came and gave a contact, who came to an earlier event
    # of the lead host in the same calendar year, and who did not.
    people_returning = models.PositiveIntegerField(default=0)
    people_new = models.PositiveIntegerField(default=0)
    # Of the event as a whole: keys of the organisations that somebody came from, as they were
    # called then; read across many events in place of a row for each.
    came_from = models.JSONField(default=list)
    # What charts C3, C4, C10 and C11 draw; its keys are in registrations/figures.
    details = models.JSONField(default=dict)
    # Needs by type and state, only counts of 5 or more; never what anybody eats.
    needs = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    refreshed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    needs_frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=models.Q(organisation=None),
                name="registrations_figures_one_per_event",
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="registrations_figures_one_per_organisation",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = []

    def __str__(self) -> str:
        return f"{self.organisation or self.event}: {self.booked} booked, {self.came} came"


class PersonMark(Row):
    """That somebody came to an event: a keyed hash of their contact, to count people once a year.

    The key belongs to a host and a calendar year and is destroyed 30 days after the year ends; the
    marks go with it, and what was counted by them is frozen.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "event", "mark"], name="registrations_personmark_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["host", "year"], name="registrations_personmark_year")
        ]

    def __str__(self) -> str:
        return f"somebody at {self.event}"
