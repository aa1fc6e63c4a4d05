"""The form by which the team corrects how somebody is reached."""

from typing import Any, TypedDict

from django import forms

from registrations.forms.parts import PARTS
from registrations.forms.parts.part import Cleaned, EmailIfSo, PhoneIfSo, Pick
from registrations.models import Registration
from registrations.models.registrations import ContactBy


class Contact(TypedDict):
    """One way to reach somebody, and the address or number that belongs to it."""

    contact_by: str
    email: str
    phone: str


class ContactForm(forms.Form):
    """By which way, and the one address or number that belongs to it.

    Of somebody whom a helper entered both belong to the helper.
    """

    use_required_attribute = False

    contact_by = Pick({}, label="How to reach them", missing="Choose how to reach them")
    email = EmailIfSo(
        label="If by email, the address", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneIfSo(
        label="If by text or phone call, the number",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
    )

    def __init__(self, data: Any = None, *, person: Registration) -> None:
        self._helper = person.helper if person.contact_by == ContactBy.HELPER else None
        source: Any = self._helper or person
        asked = {"contact_by": person.contact_by, "email": source.email, "phone": source.phone}
        super().__init__(data, initial=asked, label_suffix="")
        through = "Through the person helping them"
        if self._helper:
            through = f"Through {self._helper.name}, who helps them"
            self.fields["email"].label = f"Email address of {self._helper.name}, or their own"
            self.fields["phone"].label = f"Phone number of {self._helper.name}, or their own"
        ways = {
            ContactBy.EMAIL: "Email",
            ContactBy.PHONE: "Text or phone call",
            ContactBy.HELPER: through,
            ContactBy.PAGE: "Not at all: they look at their booking page",
        }
        field: Any = self.fields["contact_by"]
        field.choices = [(way.value, words) for way, words in ways.items()]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("contact_by") == ContactBy.HELPER and self._helper:
            if not (self.errors or given.get("email") or given.get("phone")):
                self.add_error("email", "Enter an email address or a phone number")
            return given
        PARTS["you"].clean(Cleaned(self))
        return self.cleaned_data

    def answers(self) -> Contact:
        """The contact as the deed takes it: what does not belong to the chosen way is left out."""
        given, by = self.cleaned_data, self.cleaned_data["contact_by"]
        through = by == ContactBy.HELPER
        takes_mail = by == ContactBy.EMAIL or (through and self._helper is not None)
        takes_calls = by == ContactBy.PHONE or through
        return {
            "contact_by": by,
            "email": given.get("email", "") if takes_mail else "",
            "phone": given.get("phone", "") if takes_calls else "",
        }
