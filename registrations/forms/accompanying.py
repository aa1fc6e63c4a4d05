"""Who comes along: named by a needs lead, answered by each of the two."""

import uuid
from typing import Any

from django import forms

from forum.forms.fields import LineField
from forum.models import Event
from registrations import finding
from registrations.forms.parts.part import PhoneIfSo
from registrations.models import Registration
from registrations.models.registrations import State


class NameSomebodyForm(forms.Form):
    """Somebody of the event who has a place, by code or by name."""

    use_required_attribute = False

    code = LineField(
        label="Who could come along?",
        help_text="Their code, such as FERN-4821, or their badge name. Somebody of the crew, a "
        "volunteer or another participant. Ask them first: their badge name is shown.",
        max_length=80,
        missing="Enter a code or a name",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, label_suffix="")
        self.event = event
        self.companion: Registration | None = None

    def clean_code(self) -> str:
        """Whoever is clearly meant, and nobody else."""
        text = str(self.cleaned_data["code"])
        people = Registration.objects.filter(event=self.event, state=State.CONFIRMED)
        found = finding.find(people, text)
        if not found.ids:
            raise forms.ValidationError(
                "Nobody with a place is called so. Look for the code on the page of people"
            )
        if not found.is_clear:
            raise forms.ValidationError("Several people could be meant. Enter the code of one")
        self.companion = people.get(pk=found.ids[0])
        self.companion.event = self.event
        return text


class CompanyAnswerForm(forms.Form):
    """Yes or no to one person, and whether that person may see a number."""

    use_required_attribute = False

    other = forms.UUIDField(widget=forms.HiddenInput)
    shows_phone = forms.BooleanField(required=False)
    phone = PhoneIfSo(
        label="If so, your number",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
    )

    def __init__(
        self, data: Any = None, *, other: uuid.UUID | None = None, phone: str = "", known: str = ""
    ) -> None:
        first = {"other": other, "shows_phone": bool(phone), "phone": phone or known}
        super().__init__(data, label_suffix="", initial=first, auto_id=f"id_{other}_%s")
        self.fields["shows_phone"].label = "Show my phone number to them once we both said yes"

    @property
    def is_yes(self) -> bool:
        return "no" not in self.data

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not (self.is_yes and said.get("shows_phone")):
            self.errors.pop("phone", None)
            said["phone"] = ""
        elif not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Enter your number, or take the tick away")
        return said
