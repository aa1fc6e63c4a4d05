"""The questions as a form. Every answer may be left out; only a code is needed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from feedback import ballots, codes
from feedback.models.box import Share
from feedback.questionnaire import QUESTIONS, SESSIONS, SHAREABLE, TEXT_LENGTH, Question
from forum.forms.fields import LineField, TextField
from forum.models import Event
from forum.models.programme import SessionKind

_QUIET = {"autocomplete": "off"}
_NOT_ASKED_ABOUT = [SessionKind.BREAK, SessionKind.SOCIAL]


class _MayWait(forms.Field):
    """An answer that may be left out: said once above the questions, not beside each."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class _Pick(_MayWait, forms.ChoiceField):
    """One of a few."""


class _Ticks(_MayWait, forms.MultipleChoiceField):
    """Any of a few."""


class CodeField(LineField):
    """A code, however it is typed. The box keeps what was typed; the form gets what was meant."""

    wrong = "Enter the whole code: 16 letters and digits, like 7KQ2-M9ZD-4T8W-X1HA"

    def __init__(self, **kwargs: Any) -> None:
        signs = {**_QUIET, "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}
        kwargs.setdefault("widget", forms.TextInput(attrs=signs))
        super().__init__(max_length=80, missing="Enter your code", **kwargs)

    def clean(self, value: Any) -> str:
        code = codes.normalised(super().clean(value))
        if not code:
            raise ValidationError(self.wrong, code="code")
        return code


class BallotForm(forms.Form):
    """The code, the seven questions, and how far words may go."""

    use_required_attribute = False

    # Not "code": a page that must be sent again gives it back with everything else.
    ballot = CodeField(
        label="Your code",
        help_text="From our email, or from the slip you were given. It is good for one answer.",
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        sessions = _sessions(event)
        for question in QUESTIONS:
            if question.key != SESSIONS:
                self.fields[question.key] = _field(question)
            elif sessions:
                self.fields[SESSIONS] = _Ticks(
                    label=question.words,
                    help_text=question.hint,
                    choices=sessions,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages=dict.fromkeys(
                        ["invalid_choice", "invalid_list"], "Tick sessions from the list"
                    ),
                )
            if question.key == SHAREABLE:
                self.fields |= _sharing()

    def questions(self) -> list[BoundField]:
        """Every field but the code, in order."""
        return [field for field in self if field.name != "ballot"]

    def clean(self) -> dict[str, Any]:
        given = self.answers()
        is_named = given.get("share") in (Share.ORGANISATION, Share.NAME)
        lacks_a_name = is_named and given.get(SHAREABLE) and not given.get("signed")
        if lacks_a_name and "signed" not in self.errors:
            self.add_error("signed", "Enter the name to put under your words")
        if not self.errors:
            self._check_as_a_whole(given)
        return self.cleaned_data

    def _check_as_a_whole(self, given: dict[str, Any]) -> None:
        questions = {question.key for question in QUESTIONS}
        if not any(value for key, value in given.items() if key in questions):
            self.add_error(None, "Answer at least one question, then send it")
        elif not ballots.fits(given):
            longest = max(
                (question.key for question in QUESTIONS),
                key=lambda key: len(str(given.get(key, "")).encode()),
            )
            self.add_error(
                longest,
                "All your answers together are too long to be sealed. Shorten this one.",
            )

    def answers(self) -> dict[str, Any]:
        """What was answered, without the code."""
        return {key: value for key, value in self.cleaned_data.items() if key != "ballot"}


def _field(question: Question) -> forms.Field:
    if question.answers:
        return _Pick(
            label=question.words,
            help_text=question.hint,
            choices=question.answers,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose one of the answers, or none"},
        )
    return TextField(
        label=question.words,
        help_text=question.hint or f"At most {TEXT_LENGTH} characters.",
        max_length=TEXT_LENGTH,
        may_wait=True,
        widget=forms.Textarea(attrs={"rows": 4, **_QUIET}),
    )


def _sharing() -> dict[str, forms.Field]:
    """How far the words above may go, and the name that is put under them."""
    levels = [choice for choice in Share.choices if choice[0] != Share.WITHDRAWN]
    return {
        "share": _Pick(
            label="May we share these words?",
            help_text=(
                "We may shorten your words, but never change them. "
                "The next page gives you a code to take them back."
            ),
            choices=levels,
            initial=Share.TEAM,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose how far your words may go"},
        ),
        "signed": LineField(
            label="If with a name, how should it stand there?",
            help_text="Like “Riverside Welcome” or “Amina, Riverside Welcome”. "
            "With it, these words are no longer anonymous.",
            max_length=120,
            may_wait=True,
            widget=forms.TextInput(attrs=_QUIET),
        ),
    }


def _sessions(event: Event) -> list[tuple[str, str]]:
    """The sessions that somebody may have been in, in the order of the day."""
    held = event.sessions.filter(is_cancelled=False).exclude(kind__in=_NOT_ASKED_ABOUT)
    return [(str(session.pk), session.title) for session in held]
