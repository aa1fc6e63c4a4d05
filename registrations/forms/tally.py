"""The form of the tally: which day, how many."""

from datetime import date
from typing import Any

from django import forms

from forum import dates
from registrations.forms.desk import PressForm
from registrations.tallying import MOST


class TallyForm(PressForm):
    """One press: a day of those that can be counted, and how many heads more or fewer."""

    day = forms.ChoiceField(widget=forms.HiddenInput)
    number = forms.IntegerField(
        label="Add a number",
        min_value=-MOST,
        max_value=MOST,
        required=False,
        help_text="If you counted on paper.",
        error_messages={
            "invalid": "Enter a whole number, such as 35",
            "min_value": f"Enter at most {MOST:,} at once",
            "max_value": f"Enter at most {MOST:,} at once",
        },
    )

    field_order = ["number", "day", "scan_id"]

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(str(day), dates.day(day)) for day in days]  # type: ignore[attr-defined]
        self.fields["number"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off"}
        )

    def clean_number(self) -> int:
        """A button and the box have one name: what is sent empty or as nobody is nothing."""
        number: int | None = self.cleaned_data["number"]
        if not number:
            raise forms.ValidationError("Enter a whole number, such as 35")
        return number


class UndoForm(forms.Form):
    """Which press is taken back."""

    last = forms.UUIDField()
