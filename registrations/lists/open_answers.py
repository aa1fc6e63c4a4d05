"""The last columns of the attendee list: what people agreed to, and own questions in the open.

Sensitive answers are sealed with the needs and never come here.
"""

from collections.abc import Container
from typing import Any

from forum.models import Event
from forum.spreadsheets import Column, Value
from registrations import options, own_answers, own_questions
from registrations.models import Consent, OwnQuestion
from registrations.models.needs import ConsentKind
from registrations.models.questions import QuestionKind

# What the rows are asked for beside what the list reads anyway.
VALUES = ("id", "photo_uses", "contact_list")
_WIDEST = 60


class OpenAnswers:
    """The columns for one event, and their cells for one person; three queries in all."""

    def __init__(self, event: Event, on: Container[str]) -> None:
        self.on = on
        self.asked: list[OwnQuestion] = [
            one for one in own_questions.of(event) if not one.is_sensitive
        ]
        self._given = own_answers.by_person(event) if self.asked else {}
        self._told: set[Any] = set()
        if QuestionKind.NEWS in on:
            alive = Consent.objects.filter(kind=ConsentKind.NEWS, withdrawn_at=None)
            people = alive.filter(registration__event=event)
            self._told = set(people.values_list("registration_id", flat=True))

    def columns(self) -> list[Column]:
        columns = []
        if QuestionKind.PHOTO in self.on:
            columns.append(Column("Photos may be used in", 36))
        if QuestionKind.CONTACTS in self.on:
            columns.append(Column("Contact list", 44))
        if QuestionKind.NEWS in self.on:
            columns.append(Column("Later events", 18))
        return columns + [Column(one.label[:_WIDEST], 36, wraps=True) for one in self.asked]

    def cells(self, row: dict[str, Any]) -> list[Value]:
        cells: list[Value] = []
        if QuestionKind.PHOTO in self.on:
            uses = options.listed(row["photo_uses"], options.PHOTO_USES)
            cells.append(uses or "nothing")
        if QuestionKind.CONTACTS in self.on:
            cells.append(options.listed(row["contact_list"], _SEEN) or "not on it")
        if QuestionKind.NEWS in self.on:
            cells.append("tell them" if row["id"] in self._told else "do not tell")
        given = self._given.get(row["id"], {})
        return cells + [
            own_answers.told(one, given.get(one.pk)) or "no answer" for one in self.asked
        ]


_SEEN = {"name": "Name and organisation", "email": "Email address", "phone": "Phone number"}
