"""Forms of the catering sheet: a link to it, the names on plates, the copy to compare with."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from forum import dates
from forum.forms.fields import LineField
from forum.forms.times import DayField
from forum.models import Event
from registrations.kitchen import links


class LinkForm(forms.Form):
    """Who gets a link to the sheet, until when, and whether names are on it.

    Names are offered only to somebody who `may_name`; sent along by anybody else they are not read.
    """

    made_for = LineField(
        label="Who is it for",
        max_length=80,
        missing="Say which kitchen or caterer it is for",
        help_text="Such as Olive Kitchen. It stands in the record.",
    )
    until = DayField(label="It opens until the end of", missing="Choose the last day")
    with_names = forms.BooleanField(
        label="Put names on plates",
        required=False,
        help_text="Only of those who agreed that the kitchen gets their name. What people wrote"
        " about food in their own words comes with them.",
    )

    def __init__(self, *args: Any, event: Event, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["until"].initial = event.local_end.date()
        last = dates.day(links.last_day(event))
        self.fields["until"].help_text = f"{last} at the latest: then people’s answers are erased."
        if not may_name:
            del self.fields["with_names"]

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.now().astimezone(self.event.zone).date():
            raise ValidationError("Choose a day that is not over", code="over")
        if until > links.last_day(self.event):
            last = dates.day(links.last_day(self.event))
            raise ValidationError(f"Choose {last} or a day before", code="late")
        return until

    @property
    def given(self) -> dict[str, Any]:
        """What the deed takes."""
        return {"with_names": False, **self.cleaned_data}


class NamesForm(forms.Form):
    """Why the names of those who agreed go onto the sheet of paper."""

    reason = LineField(
        label="What are the names for",
        max_length=100,
        missing="Say what the names are for",
        help_text="It is kept in the record.",
    )


class SinceForm(forms.Form):
    """Which copy the kitchen holds: the number after the question mark."""

    since = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    @property
    def number(self) -> int | None:
        return self.cleaned_data.get("since") if self.is_valid() else None
