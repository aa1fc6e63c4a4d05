"""How somebody comes, as the team says it: as what, with whom, on which days."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum.forms.fields import LineField
from forum.models import Event
from registrations import kinds
from registrations.forms import days
from registrations.models import Registration
from registrations.models.registrations import Kind

_DAYS = {
    "required": "Tick each day they are coming",
    "invalid_choice": "The event is on other days now. Tick the days they are coming",
}


class ComingForm(forms.Form):
    """The questions on every page of the team that says how a person comes."""

    kind = forms.ChoiceField(
        label="They come as",
        choices=Kind.choices,
        initial=Kind.PARTICIPANT,
        help_text="Crew and interpreters take nobody’s place.",
    )
    with_code = LineField(
        label="Comes with",
        max_length=20,
        required=False,
        help_text="The code of somebody who booked, such as FERN-4821. "
        "People who come together get places together.",
    )

    def __init__(
        self, data: Any = None, *, event: Event, person: Registration | None = None, **kwargs: Any
    ) -> None:
        self.event, self.person = event, person
        super().__init__(data, **kwargs)
        self.fields |= days.offered(event, label="Which days do they come?", error_messages=_DAYS)
        self.order_fields(self.field_order)
        every = days.ticked({"days": person.days if person else []}, event)["days"]
        self.initial.setdefault("days", every)

    def clean_with_code(self) -> Registration | None:
        """The first of the people whom the person comes with."""
        code: str = self.cleaned_data["with_code"]
        if not code:
            return None
        try:
            return kinds.first_of(event=self.event, code=code, but=self.person)
        except kinds.CodeError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        alone = "with_code" in given and not given["with_code"]
        if given.get("kind") == Kind.COMPANION and alone:
            words = "Enter the code of whoever they come with, or choose Participant above"
            self.add_error("with_code", words)
        return given

    @property
    def with_whom(self) -> Registration | None:
        found: Registration | None = self.cleaned_data["with_code"]
        return found

    @property
    def chosen_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])

    def days(self) -> dict[str, Any]:
        """The days as answers; nothing where the event has none to choose from."""
        return {"days": self.cleaned_data["days"]} if "days" in self.cleaned_data else {}


class KindForm(ComingForm):
    """The same of somebody who booked, filled in."""

    def __init__(self, data: Any = None, *, event: Event, person: Registration) -> None:
        first = person.with_whom
        initial = {"kind": person.kind, "with_code": first.code if first else ""}
        super().__init__(data, event=event, person=person, initial=initial)
