"""Questions that the team of the event wrote itself. None of them has to be answered."""

from datetime import date
from typing import Any

from django import forms

from forum.forms.fields import LineField
from forum.widgets import NumberInput
from registrations import own_answers
from registrations.forms.parts.part import Asking, Cleaned, Part, Pick, Tick
from registrations.models import OwnQuestion
from registrations.models.questions import AnswerKind

_LOCKED = "Your answer is locked away with what you need."
_NUMBER = f"Enter a whole number from 0 to {own_answers.HIGHEST:,}"
_DAY = "Enter a day, like 3 6 2026 for 3 June 2026"


class _NumberField(forms.IntegerField):
    """A whole number in digits of any script."""

    def __init__(self, **kwargs: Any) -> None:
        told = dict.fromkeys(["invalid", "min_value", "max_value"], _NUMBER)
        super().__init__(
            min_value=0,
            max_value=own_answers.HIGHEST,
            widget=NumberInput,
            error_messages=told,
            **kwargs,
        )


class _DayField(forms.DateField):
    """A day; it is kept as an ISO date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d %B %Y"],
            error_messages={"invalid": _DAY},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """An answer of before, which was written as text."""
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return value


class _LineField(LineField):
    """A line that the browser keeps to itself when the answer is sensitive."""

    def __init__(self, *, is_sensitive: bool, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off"} if is_sensitive else {}
        super().__init__(max_length=own_answers.TEXT, widget=forms.TextInput(attrs=attrs), **kwargs)


def name(question: OwnQuestion) -> str:
    """The name of the field of a question."""
    return f"own-{question.pk}"


def typed(answers: dict[str, Any]) -> dict[str, Any]:
    """The clean answers by the names of their fields again."""
    return {
        f"own-{key}": value
        for kept in (own_answers.SEALED, own_answers.OPEN)
        for key, value in (answers.get(kept) or {}).items()
    }


def _fields(asking: Asking) -> dict[str, forms.Field]:
    return {name(question): _field(question, asking.answers) for question in asking.own}


def _field(question: OwnQuestion, answers: dict[str, Any]) -> forms.Field:
    given = (answers.get(own_answers.key_for(question)) or {}).get(str(question.pk))
    hints = [question.hint, _LOCKED if question.is_sensitive else ""]
    said: dict[str, Any] = {
        "label": _label(question),
        "help_text": " ".join(hint for hint in hints if hint),
        "initial": given if given is not None and own_answers.fits(question, given) else None,
    }
    words = {option: option for option in question.options}
    match question.kind:
        case AnswerKind.CHOICE:
            field: forms.Field = Pick(words, **said)
        case AnswerKind.SEVERAL:
            field = Tick(words, **said)
        case AnswerKind.NUMBER:
            field = _NumberField(required=False, **said)
        case AnswerKind.DATE:
            field = _DayField(required=False, **said)
        case _:
            field = _LineField(is_sensitive=question.is_sensitive, required=False, **said)
    return field


def _label(question: OwnQuestion) -> str:
    """The question; one that hangs on another answer says so, for it is always shown."""
    if question.asked_after is None:
        return question.label
    chosen = " or ".join(f"“{option}”" for option in question.asked_if)
    return f"If you chose {chosen} above: {question.label}"


def _clean(answers: Cleaned) -> None:
    """Put the answers together by whether they are sealed; unasked ones are dropped."""
    given: dict[str, dict[str, Any]] = {own_answers.OPEN: {}}
    if any(question.is_sensitive for question in answers.own):
        given[own_answers.SEALED] = {}
    for question in answers.own:
        if not own_answers.is_asked_of(question, given):
            answers.ignore([name(question)])
        value = answers.take(name(question))
        if value not in (None, "", []):
            kept = value.isoformat() if isinstance(value, date) else value
            given[own_answers.key_for(question)][str(question.pk)] = kept
    for key, by_question in given.items():
        answers.put(key, by_question)


PART = Part("A few more questions", _fields, _clean)
