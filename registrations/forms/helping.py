"""The page on which somebody begins to register the people they support."""

import uuid
from typing import Any, TypedDict

from django import forms

from forum import outbox
from forum.forms.fields import EmailField, LineField
from registrations import tickets
from registrations.forms.parts.part import EmailIfSo, PhoneIfSo

_ONE_OF_BOTH = "Enter an email address or a phone number, so that we can reach you"


class Given(TypedDict):
    """Who somebody is who registers others, and how to reach them."""

    name: str
    organisation: str
    email: str
    phone: str


class HelperForm(forms.Form):
    """Who registers others. `key` is the link of their page, given out before the page exists."""

    use_required_attribute = False

    key = forms.CharField(max_length=43, widget=forms.HiddenInput)
    name = LineField(
        label="Your name",
        help_text="The team and the people you register see it.",
        max_length=80,
        missing="Enter your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = LineField(label="Your organisation or group", required=False)
    email = EmailIfSo(
        label="Your email address",
        help_text="We send you the link to your page, and news for those whom you register.",
    )
    phone = PhoneIfSo(label="Or your phone number", help_text="If you have no email.")

    def clean_key(self) -> uuid.UUID:
        helper_id = tickets.unborn(self.cleaned_data["key"], "helper")
        if helper_id is None:
            raise forms.ValidationError("Press the button once more.")
        return helper_id

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.has_error("email") and not self.has_error("phone"):
            if not given.get("email") and not given.get("phone"):
                self.add_error("email", _ONE_OF_BOTH)
            elif given.get("email") and not outbox.is_one_address(given["email"]):
                self.add_error("email", EmailField.wrong)
        return given

    @property
    def given(self) -> Given:
        """The answers as the deed takes them."""
        told = self.cleaned_data
        return {
            "name": told["name"],
            "organisation": told["organisation"],
            "email": told["email"],
            "phone": told["phone"],
        }
