"""Which questions an event asks, who acts on the answers and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.models import Event
from forum.models.base import Row


class QuestionKind(models.TextChoices):
    """The questions an organiser can switch on. Name, contact and agreement are always asked."""

    PRONOUNS = "pronouns", "Pronouns"
    ORGANISATION = "organisation", "Organisation and reach"
    FOOD = "food", "Food"
    ALLERGY = "allergy", "Food that makes ill"
    ACCESS = "access", "What they need to take part"
    INTERPRETATION = "interpretation", "Interpreter"
    PHOTO = "photo", "Photos"


# Answers to these are special-category data: sealed, consented to, and read only by a needs lead.
SENSITIVE = [
    QuestionKind.FOOD,
    QuestionKind.ALLERGY,
    QuestionKind.ACCESS,
    QuestionKind.INTERPRETATION,
]


class Question(Row):
    """A question that is switched on: the row exists."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=QuestionKind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=160, blank=True)
    # The answers on offer (meals, kinds of support) as keys; empty means all of them.
    options = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="registrations_question_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_sensitive(self) -> bool:
        return self.kind in SENSITIVE
