"""Which days somebody comes, as ticks: all of them ticked is kept as nothing chosen."""

from typing import Any

from django import forms

from forum import dates
from forum.models import Event
from registrations.models import days

_WORDS = {
    "required": "Tick each day you are coming",
    "invalid_choice": "The event is on other days now. Tick the days you are coming",
}


class DaysField(forms.MultipleChoiceField):
    """The days of an event, at least one of them; none, when all are ticked."""

    def __init__(self, event: Event, **kwargs: Any) -> None:
        self.event = event
        offered = [(day.isoformat(), dates.hold(dates.day(day))) for day in days.asked(event)]
        kwargs = {"error_messages": _WORDS, **kwargs}
        super().__init__(choices=offered, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return days.stored(super().clean(value), self.event)


def offered(event: Event, **kwargs: Any) -> dict[str, forms.Field]:
    """The field for an event that has days to choose from, as `{"days": field}`."""
    return {"days": DaysField(event, **kwargs)} if days.asked(event) else {}


def ticked(answers: dict[str, Any], event: Event) -> dict[str, Any]:
    """The same answers with each day they mean, as the field shows them."""
    if "days" not in answers:
        return answers
    coming = days.coming(answers["days"], event)
    return {**answers, "days": [day.isoformat() for day in coming]}
