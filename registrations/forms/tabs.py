"""Two pages open on the same answers: whoever saves last is asked, so that nothing is lost.

A page carries a mark of the answers it was filled with. When others stand by the time it is sent,
the person sees both and chooses.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac

from registrations import drafts
from registrations.forms.answers import AnswersForm
from registrations.forms.parts import together

_NOTHING = "No answer"
# Agreeing is done anew with each answer, so that two ticks are not two answers.
_NOT_ANSWERS = {"needs_consent", "agree"}


class ChangedError(Exception):
    """The same answers were changed meanwhile; `form` is what was typed, over what stands now."""

    def __init__(self, form: AnswersForm) -> None:
        super().__init__("The answers were changed meanwhile.")
        self.form = form


@dataclass(frozen=True)
class Difference:
    """A question that was answered in two ways."""

    question: str
    saved: str
    typed: str


class SeenForm(forms.Form):
    """The mark of the answers that a page was filled with."""

    seen = forms.CharField(
        max_length=40, required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )

    @property
    def mark(self) -> str:
        return str(self.cleaned_data.get("seen", "")) if self.is_valid() else ""


def seen(form: AnswersForm, data: Any = None) -> SeenForm:
    """What the page carries: the mark it came with, or that of the answers it is filled with."""
    return SeenForm(data) if data and data.get("seen") else SeenForm(initial={"seen": mark(form)})


def mark(form: AnswersForm) -> str:
    """A keyed hash of the answers that fill the form; it tells nobody what they are."""
    filled = {
        name: _plain(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in _NOT_ANSWERS
    }
    text = json.dumps(filled, sort_keys=True)
    return salted_hmac("registrations.tabs", text, algorithm="sha256").hexdigest()[:32]


def check(form: AnswersForm) -> Callable[[dict[str, Any]], None]:
    """For the deed that saves: raises ChangedError when other answers stand than the page showed.

    The same answers sent twice are no change, and a page without a mark is not asked.
    """
    came_with = SeenForm(form.data).mark

    def look(standing: dict[str, Any]) -> None:
        now = form.over(standing)
        if came_with and not constant_time_compare(came_with, mark(now)) and differences(now):
            raise ChangedError(now)

    return look


def differences(form: AnswersForm) -> list[Difference]:
    """Where what was typed is not what the form was filled with, in the words of the form."""
    return [
        Difference(
            _question(form, name),
            _words(form.fields[name], form.get_initial_for_field(form.fields[name], name)),
            _words(form.fields[name], form[name].data),
        )
        for name in form.changed_data
        if name not in _NOT_ANSWERS and _differs(form, name)
    ]


def written(form: AnswersForm) -> list[tuple[str, str]]:
    """Each question that was answered with what was typed, for somebody to copy."""
    told = [
        (_question(form, name), _words(field, form[name].data))
        for name, field in form.fields.items()
        if name not in _NOT_ANSWERS
    ]
    return [(question, words) for question, words in told if words not in (_NOTHING, "Not ticked")]


def typed(data: QueryDict) -> list[tuple[str, str]]:
    """Everything a page sent, to be sent again as it was."""
    left_out = {"csrfmiddlewaretoken", "seen"}
    return [(name, one) for name, many in data.lists() if name not in left_out for one in many]


def both(data: QueryDict, form: AnswersForm) -> dict[str, Any]:
    """What stands and what was typed, for the page that asks which of them it shall be."""
    return {"differences": differences(form), "typed": typed(data), "seen": seen(form)}


def _differs(form: AnswersForm, name: str) -> bool:
    """Whether the answer is another one; what its rules drop or put right is not."""
    form.is_valid()
    if form.rounds and name in form.fields_of.get("sessions", {}):
        stands = {key: ids for key, ids in form.answers.get(drafts.CHOICES, {}).items() if ids}
        return bool(form.cleaned_data.get(drafts.CHOICES) != stands)
    if name not in form.cleaned_data:
        return True
    stood = form.get_initial_for_field(form.fields[name], name)
    return bool(_plain(form.cleaned_data[name]) != _plain(stood))


def _question(form: AnswersForm, name: str) -> str:
    for one, fields, _unsuited in form.wishes():
        if name in {field.name for field in fields} and one.slot.title:
            return f"{one.slot.title}: {form.fields[name].label}"
    who = together.whose(name)
    return f"{who}: {form.fields[name].label}" if who else str(form.fields[name].label)


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "Ticked" if value else "Not ticked"
    if value in (None, "", []):
        return _NOTHING
    known = {str(key): str(words) for key, words in getattr(field, "choices", [])}
    many = value if isinstance(value, list) else [value]
    return ", ".join(known.get(str(one), str(one)) for one in many)


def _plain(value: Any) -> Any:
    if value in (None, "", [], False):
        return ""
    return sorted(map(str, value)) if isinstance(value, list | tuple) else str(value)
