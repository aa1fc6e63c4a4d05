"""Forms of the person's own page: who comes instead, and consents on and off."""

from typing import Any, TypedDict

from django import forms

from forum.forms.fields import LineField
from registrations.forms.parts import PARTS
from registrations.forms.parts.part import Cleaned, EmailIfSo, PhoneIfSo, Pick
from registrations.models.needs import ConsentKind

_WAYS = {
    "email": "Email",
    "phone": "Text or phone call",
    "helper": "Through the person helping them",
    "page": "They will look at the booking page",
}
_SAME = {"yes": "Yes, the same organisation", "no": "No"}


class Contact(TypedDict):
    """A name, and the one way to reach it."""

    name: str
    contact_by: str
    email: str
    phone: str


class SomeoneElseForm(forms.Form):
    """Who comes instead, and how that person is reached; the rest the person says alone."""

    use_required_attribute = False

    name = LineField(
        label="What name should be on their badge?",
        help_text="Any name they like. It does not have to match an ID.",
        max_length=80,
        missing="Enter a name for their badge",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_by = Pick(
        _WAYS,
        label="How can we reach them about this event?",
        help_text="Ask them first. We use this only for this event.",
        missing="Choose how we can reach them",
    )
    email = EmailIfSo(
        label="If by email, their email address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneIfSo(
        label="If by text or phone call, their number",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
    )

    def __init__(self, data: Any = None, *, organisation: str = "") -> None:
        super().__init__(data, label_suffix="")
        if organisation:
            self.fields["same"] = Pick(
                _SAME,
                label=f"Do they come from {organisation} too?",
                missing="Choose whether they come from there too",
            )

    def clean(self) -> dict[str, Any]:
        PARTS["you"].clean(Cleaned(self))
        return self.cleaned_data

    @property
    def contact(self) -> Contact:
        """Name and contact as the deed takes them."""
        given = self.cleaned_data
        by = given["contact_by"]
        return {
            "name": given["name"],
            "contact_by": by,
            "email": given.get("email", "") if by == "email" else "",
            "phone": given.get("phone", "") if by in ("phone", "helper") else "",
        }

    @property
    def keeps_organisation(self) -> bool:
        return bool(self.cleaned_data.get("same") != "no")


class ConsentForm(forms.Form):
    """One button beside one consent."""

    kind = forms.ChoiceField(choices=ConsentKind.choices, widget=forms.HiddenInput)
    turn = forms.ChoiceField(choices=[("on", "On"), ("off", "Off")], widget=forms.HiddenInput)

    @property
    def turned(self) -> str:
        return str(self.cleaned_data["kind"])

    @property
    def turns_on(self) -> bool:
        return bool(self.cleaned_data["turn"] == "on")
