"""Switching a reminder on or off."""

from django import forms

from forum.forms.fields import PickField
from registrations.models.messages import ReminderKind

_ON, _OFF = "on", "off"


class ReminderForm(forms.Form):
    """One of the two reminders, and what it shall be from now on."""

    use_required_attribute = False

    kind = PickField(choices=ReminderKind.choices, missing="Choose which reminder you mean")
    turn = PickField(choices=[(_ON, "On"), (_OFF, "Off")], missing="Choose on or off")

    @property
    def chosen_kind(self) -> ReminderKind:
        return ReminderKind(self.cleaned_data["kind"])

    @property
    def is_on(self) -> bool:
        return bool(self.cleaned_data["turn"] == _ON)

    @property
    def said(self) -> str:
        """What was done, in a sentence."""
        words = self.chosen_kind.label.lower()
        if self.is_on:
            return f"People are reminded {words}."
        return f"Nobody is reminded {words}."
