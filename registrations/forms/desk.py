"""Forms of the people pages and the door."""

import uuid
from typing import Any

from django import forms

from forum.forms.fields import EmailField, LineField, PhoneField
from forum.models.people import Reach
from registrations.forms.kinds import ComingForm

_REACHES = [
    ("", "Not known yet"),
    (Reach.LOCAL, "Local: one town, city, borough or county"),
    (Reach.REGIONAL, "Regional: one region, or one nation of the UK"),
    (Reach.NATIONAL, "National: the whole UK, or more than one of its nations"),
    (Reach.INTERNATIONAL, "Outside the UK too"),
]


class FindForm(forms.Form):
    """What somebody looks for: the box above a list of people and at the door."""

    q = LineField(label="Name, organisation or code", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        )

    @property
    def text(self) -> str:
        """The words looked for; nothing when what was typed cannot be one line."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class PressForm(forms.Form):
    """One press of a button: repeated by a slow line, it is still one."""

    scan_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"scan_id": uuid.uuid4()})
        super().__init__(*args, **kwargs)

    @property
    def press(self) -> uuid.UUID:
        """The id that came with the page, or a new one when it was lost on the way."""
        given = self.cleaned_data.get("scan_id") if self.is_valid() else None
        return given or uuid.uuid4()


class _PersonForm(forms.Form):
    """Who somebody is, as a colleague types it."""

    name = LineField(
        label="Name for the badge",
        max_length=80,
        missing="Enter a name for the badge",
        help_text="Any name they like.",
    )
    organisation = LineField(label="Organisation or group", required=False)
    reach = forms.ChoiceField(
        label="How wide an area does it work in?", choices=_REACHES, required=False
    )

    def answers(self) -> dict[str, Any]:
        """The answers as the form for people gives them."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "organisation": given["organisation"],
            "reach": given["reach"],
            "coming_as": "" if given["organisation"] else "myself",
            "language": "en",
        }


class WalkInForm(PressForm, _PersonForm):
    """A person who stands at the door without a booking."""

    contact = LineField(
        label="Email or phone number",
        required=False,
        help_text="Only if they want to hear from you about this event.",
    )

    field_order = ["name", "organisation", "reach", "contact", "scan_id"]

    def clean_contact(self) -> str:
        """One box for either: what has an @ in it is an address, all else a number."""
        typed: str = self.cleaned_data["contact"]
        field = EmailField() if "@" in typed else PhoneField()
        return field.clean(typed) if typed else ""

    def answers(self) -> dict[str, Any]:
        contact = self.cleaned_data["contact"]
        found = {"contact_by": "page", "email": "", "phone": ""}
        if contact:
            by = "email" if "@" in contact else "phone"
            found |= {"contact_by": by, by: contact}
        return super().answers() | found


class AddPersonForm(ComingForm, PressForm, _PersonForm):
    """A person whom the team adds: somebody who called, a guest, a colleague who works there."""

    email = EmailField(
        label="Email",
        required=False,
        help_text="We send them their link, where they can say what they need.",
    )
    phone = PhoneField(label="Phone number", required=False, help_text="If they have no email.")

    field_order = [
        *("name", "kind", "with_code", "days", "organisation", "reach", "email", "phone")
    ]

    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        by = "email" if given["email"] else "phone" if given["phone"] else "page"
        contact = {"contact_by": by, "email": given["email"], "phone": given["phone"]}
        return super().answers() | contact | self.days()


class GivePlaceForm(forms.Form):
    """Give a place to somebody who waits."""

    use_required_attribute = False

    reason = LineField(
        label="Why this person",
        max_length=200,
        required=False,
        help_text="It is kept in the record, and shown under how places are given.",
    )
