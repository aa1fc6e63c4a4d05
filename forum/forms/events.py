"""Forms about an event as a whole: a copy of it, who runs it, the end of it."""

from typing import Any

from django import forms

from forum import hosting
from forum.forms.fields import (
    LineField,
    TextField,
)
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, DayField, read_moment
from forum.models import Event, Host


class CopyForm(SectionedForm):
    """The day of the copy; everything else keeps its distance from the start."""

    layout = [("", [["day", "starts"]])]

    day = DayField(label="Day", missing="Choose the day it is on")
    starts = ClockField(label="Starts at", missing="Choose the time it starts")

    def __init__(self, data: Any = None, *, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(data, initial={"starts": event.local_start.time()}, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["starts_at"] = read_moment(self, data.get("day"), "starts", self.event.zone)
        return data


class CancelForm(SectionedForm):
    """Why the event is cancelled, in words that everybody who booked reads."""

    layout = [("", [["reason"]])]

    reason = TextField(
        label="Why is it cancelled?",
        help_text="Everybody who booked reads this. Say whether there will be a new date.",
        missing="Say why it is cancelled",
        max_length=300,
        rows=3,
    )

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())


class CoHostForm(SectionedForm):
    """Another host that runs the event too, by its name or its address on this site."""

    layout = [("", [["host"]])]

    host = LineField(
        label="Name of the host",
        help_text=(
            "As it is written on this site. Its owners are asked first. When they say yes, its "
            "team sees this event, each by their role, and its name stands on the event's page."
        ),
        missing="Enter the name of the host",
    )

    def __init__(self, data: Any = None, *, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(data, **kwargs)

    def clean_host(self) -> Host:
        typed = self.cleaned_data["host"]
        by_address = Host.objects.filter(slug=typed.lower()).first()
        named = [by_address] if by_address else hosting.named(typed)
        if not named:
            raise forms.ValidationError(
                "No host here has that name. Ask them what they are called on this site."
            )
        if len(named) > 1:
            raise forms.ValidationError(
                "More than one host here has that name. Ask them for the last part of the address "
                "of their settings page, and enter that."
            )
        [found] = named
        if self.event.hosts.filter(pk=found.pk).exists():
            raise forms.ValidationError("That host runs the event already.")
        if self.event.asked_hosts.filter(host=found).exists():
            raise forms.ValidationError("That host is asked already. Its owners will answer.")
        return found
