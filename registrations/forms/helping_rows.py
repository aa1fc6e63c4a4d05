"""One row of a helper's table: what somebody says of one person whom they support."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from forum import languages
from registrations import drafts, needs
from registrations.forms import days
from registrations.forms.parts import PARTS, Asking
from registrations.forms.parts.part import Cleaned, LineIfSo, PhoneIfSo, SecretLineIfSo
from registrations.helping import Entry, Kept
from registrations.journey import Journey
from registrations.models.registrations import ContactBy, Photo

_MISSING = "Enter a name for their badge, or take out the rest of the row"
_TOO_LONG = "This is too long to keep together. Use fewer words in this row"
# Of the form that people fill in for themselves, in words about somebody else.
_FOOD = {
    "meals": ("Which meals suit them?", {"everything": "Everything"}),
    "meal_other": ("If something else, what?", {}),
    "allergens": ("Which foods make them ill?", {}),
    "allergen_other": ("Another food", {}),
    "dangerous": ("If any, can it be dangerous for them?", {}),
    "kitchen_name": (
        "If any, may the kitchen have their badge name?",
        {"no": "No, they will ask for it"},
    ),
}
# Ticks and what a new row holds by itself do not make a row a person.
_NOT_TYPED = {"key", "agreed", "different"}
_PRESET = {"language", "days"}


class RowForm(forms.Form):
    """One person. A row in which nothing was typed is nobody, and nothing is wrong with it."""

    def __init__(self, *, journey: Journey, **kwargs: Any) -> None:
        self.event = journey.event
        every = days.ticked({"days": []}, self.event)
        initial = {"key": uuid.uuid4(), **every, **(kwargs.pop("initial", None) or {})}
        super().__init__(initial=initial, **kwargs)
        self.label_suffix, self.empty_permitted = "", True
        self.fields.update(_fields(journey))
        self.asks_food = any(name in self.fields for name in _FOOD)
        self.is_double = False

    @property
    def key(self) -> uuid.UUID:
        """What the row is known by; a new one when it was lost on the way."""
        given = self.data.get(self.add_prefix("key")) if self.is_bound else self.initial["key"]
        try:
            return uuid.UUID(str(given))
        except ValueError:
            return uuid.uuid4()

    def has_changed(self) -> bool:
        """Whether anything was typed or ticked about a person."""
        return any(value for name, value in self._raw().items() if name not in _PRESET)

    def kept(self) -> Kept:
        """The row as it was typed."""
        return Kept(self.key, self._raw() if self.has_changed() else {})

    def _raw(self) -> dict[str, Any]:
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
            if name not in _NOT_TYPED
        }

    def clean(self) -> dict[str, Any]:
        cleaned = Cleaned(self)
        if not cleaned["name"]:
            cleaned.wrong("name", _MISSING)
        if self.asks_food:
            PARTS["food"].clean(cleaned)
        if not self.errors and not drafts.fits(self._answers()):
            self.add_error("name", _TOO_LONG)
        return self.cleaned_data

    @property
    def entry(self) -> Entry:
        """The row as it is booked; the table has asked whether the person agreed."""
        return Entry(self.key, self._answers())

    def _answers(self) -> dict[str, Any]:
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {*_NOT_TYPED, "access_other"}
        }
        if words := self.cleaned_data.get("access_other"):
            given |= {"access": ["other"], "access_other": words}
        return {
            **given,
            "contact_by": ContactBy.HELPER.value,
            "coming_as": "myself",
            "photo": Photo.NO.value,
            "agree": True,
            "needs_consent": needs.given(given),
        }

    def first_fields(self) -> list[BoundField]:
        """Who the person is."""
        names = ["name", "language", "phone", "access_other"]
        return [self[name] for name in names if name in self.fields]

    def food_fields(self) -> list[BoundField]:
        return [self[name] for name in _FOOD if name in self.fields]

    @property
    def is_food_open(self) -> bool:
        """Whether the part about food shows: something was typed there."""
        return any(field.value() or field.errors for field in self.food_fields())

    def written(self) -> Iterator[tuple[str, str]]:
        """What was typed, question by question, for somebody to copy."""
        for name, value in self._raw().items() if self.is_bound else self.initial.items():
            if name in self.fields and name not in {*_NOT_TYPED, *_PRESET} and value:
                yield str(self.fields[name].label), _in_words(self.fields[name], value)


def _in_words(field: forms.Field, value: Any) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    many = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in many)


def _fields(journey: Journey) -> dict[str, forms.Field]:
    """The questions of a row; those that the event asks nobody are not in it."""
    event = journey.event
    asking = Asking(event, journey.asks)
    fields: dict[str, forms.Field] = {
        "key": forms.CharField(widget=forms.HiddenInput, required=False),
        "name": LineIfSo(
            label="Name for the badge",
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        ),
    }
    spoken = [(code, name) for code, name in languages.IN_OWN_SCRIPT if code in event.languages]
    if len(spoken) > 1:
        fields["language"] = forms.ChoiceField(
            label="Language",
            choices=spoken,
            initial="en",
            error_messages=dict.fromkeys(["required", "invalid_choice"], "Choose a language"),
        )
    fields["phone"] = PhoneIfSo(
        label="Their own phone number",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    if asking.has("access"):
        fields["access_other"] = SecretLineIfSo(label="Something to arrange", max_length=200)
    fields |= days.offered(event, label="Which days are they coming?")
    fields |= _food(asking)
    fields["agreed"] = forms.BooleanField(
        label="They told me themselves, and agreed that you keep what I write here"
        " (or tick once for all at the end)",
        required=False,
    )
    fields["different"] = forms.BooleanField(label="Two different people", required=False)
    return fields


def _food(asking: Asking) -> dict[str, forms.Field]:
    """What the form asks about food, in other words; to name a food says that it makes ill."""
    if not (asking.has("food") or asking.has("allergy")):
        return {}
    asked = PARTS["food"].fields(asking)
    found = {name: asked[name] for name in _FOOD if name in asked}
    for name, field in found.items():
        field.label, words = _FOOD[name]
        field.help_text = ""
        if isinstance(field, forms.ChoiceField):
            offered: Any = field.choices
            field.choices = [(key, words.get(key, label)) for key, label in offered]
    return found
