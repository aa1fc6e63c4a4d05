"""Forms about the list of later events: the answer of who is on it, a number, an address."""

from typing import Any

from django import forms

from forum.forms.fields import EmailField

_ANSWERS = [("yes", "Yes"), ("stop", "Stop")]


class StayForm(forms.Form):
    """One of two buttons: go on writing to me, or stop."""

    answer = forms.ChoiceField(choices=_ANSWERS)

    @property
    def says_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")


class InviteForm(forms.Form):
    """The number of people that the button named."""

    count = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    """An address that asked to be taken off, letter by letter as it is."""

    use_required_attribute = False

    email = EmailField(
        label="Email address",
        missing="Enter the address that wants to leave the list",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
