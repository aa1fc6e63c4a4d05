"""A complaint as somebody types it, and the day on which it was answered."""

import uuid
from datetime import date
from typing import Any

from django import forms

from forum import sealed
from forum.forms.fields import LineField, TextField
from forum.forms.sections import SectionedForm
from forum.forms.times import DayField

_LONGEST = 2000


class ComplaintForm(SectionedForm):
    """What is wrong, and how to answer. `key` makes of a double click one complaint."""

    layout = [("", [["text"], ["contact"]])]

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = TextField(
        label="What is wrong?",
        help_text=f"Up to {_LONGEST:,} characters. Say what you want to happen, if you know.",
        missing="Write what is wrong",
        max_length=_LONGEST,
        rows=8,
    )
    contact = LineField(
        label="How can we answer you?",
        help_text="An email address or a phone number. Without one, ask with your reference.",
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        if self.errors.pop("key", None):  # not one of ours: the complaint counts all the same
            self.cleaned_data["key"] = None
        said = {name: self.cleaned_data.get(name, "") for name in ("text", "contact")}
        if not self.errors.get("text") and not sealed.fits(said):
            self.add_error("text", _too_long(said))
        return self.cleaned_data


def _too_long(said: dict[str, str]) -> str:
    """How much fits: letters of some scripts take two or three times the room."""
    room = sealed.PADDED_BYTES - sealed.size(said | {"text": ""}) - 1
    taken = sealed.size(said) - sealed.size(said | {"text": ""})
    fits = len(said["text"]) * room // taken // 50 * 50
    return (
        f"Your letters take more room than we can lock away at once. Use {fits:,} characters or "
        "fewer, or send the rest as a second complaint."
    )


class AnsweredForm(SectionedForm):
    """On which day a complaint was answered: from the day it was made to today."""

    layout = [("", [["on"]])]

    on = DayField(label="Answered on", missing="Choose the day you answered")

    def __init__(self, data: Any = None, *, made_on: date, today: date, **kwargs: Any) -> None:
        self.made_on, self.today = made_on, today
        super().__init__(data, initial={"on": today}, label_suffix="", **kwargs)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("That day is still to come. Mark it when you have answered")
        if on < self.made_on:
            raise forms.ValidationError("That is before the complaint was made")
        return on
