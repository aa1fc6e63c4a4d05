"""Which questions an event asks, who acts on the answers and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.models import Event
from forum.models.base import Row
from registrations.models.registrations import Registration


class QuestionKind(models.TextChoices):
    """The questions an organiser can switch on. Name, contact and agreement are always asked."""

    PRONOUNS = "pronouns", "Pronouns"
    ORGANISATION = "organisation", "Organisation and reach"
    FOOD = "food", "Food"
    ALLERGY = "allergy", "Food that makes ill"
    ACCESS = "access", "What they need to take part"
    INTERPRETATION = "interpretation", "Interpreter"
    CHILDCARE = "childcare", "Childcare"
    TRAVEL = "travel", "Help with travel"
    ACCOMPANIMENT = "accompaniment", "Somebody to come along"
    PHOTO = "photo", "Photos"
    CONTACTS = "contacts", "Contact list"
    NEWS = "news", "Later events"


# Answers to these are special-category data: sealed, consented to, and read only by a needs lead.
SENSITIVE = [
    QuestionKind.FOOD,
    QuestionKind.ALLERGY,
    QuestionKind.ACCESS,
    QuestionKind.INTERPRETATION,
    QuestionKind.CHILDCARE,
    QuestionKind.TRAVEL,
    QuestionKind.ACCOMPANIMENT,
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


class AnswerKind(models.TextChoices):
    """What an own question takes for an answer."""

    TEXT = "text", "A line of text"
    CHOICE = "choice", "One of several"
    SEVERAL = "several", "Any of several"
    NUMBER = "number", "A whole number"
    DATE = "date", "A day"


class OwnQuestion(Row):
    """A question that the team of an event wrote itself. Every one may be left blank."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=160)
    hint = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=7, choices=AnswerKind, default=AnswerKind.TEXT)
    # What to choose from, as people read it.
    options = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=160, blank=True)
    # Answers to it are sealed with the needs, held by consent and read only by a needs lead.
    is_sensitive = models.BooleanField(default=False)
    # Asked only of those who chose one of these answers to an earlier question of the event.
    asked_after = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    asked_if = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class OwnAnswer(Row):
    """What somebody answered to an own question that is not sensitive."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="own_answers")
    question = models.ForeignKey(OwnQuestion, models.CASCADE, related_name="answers")
    # Text, a whole number, an ISO date, or a list of what was chosen.
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"], name="registrations_ownanswer_once"
            )
        ]

    def __str__(self) -> str:
        return f"answer to {self.question}"
