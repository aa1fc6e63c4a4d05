"""Days and times as people write them, read on the clocks of an event."""

import zoneinfo
from datetime import date, datetime, time
from typing import Any

from django import forms

from forum.clock_changes import ClockChangeError, moment

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class DayField(forms.DateField):
    """A day, from 2000 to 2100."""

    def __init__(self, *, missing: str = "Choose a day", **kwargs: Any) -> None:
        wrong = "Enter a day such as 3 June 2026"
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
            error_messages={"required": missing, "invalid": wrong},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise forms.ValidationError(
                f"Choose a year from {_FIRST_YEAR} to {_LAST_YEAR}", code="year"
            )
        return day


class ClockField(forms.TimeField):
    """A time of day: 14:30, 14.30, 2.30 pm or 2 pm."""

    def __init__(self, *, missing: str = "Choose a time", **kwargs: Any) -> None:
        wrong = "Enter a time such as 9:30 or 14:00"
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%I.%M %p", "%I:%M %p", "%I %p"],
            error_messages={"required": missing, "invalid": wrong},
            **kwargs,
        )


def read_moment(
    form: forms.Form, day: date | None, clock_name: str, zone: zoneinfo.ZoneInfo
) -> datetime | None:
    """The moment of a day and of the time in the form's field `clock_name`, in UTC.

    None when either is missing. A time that the clocks skip or repeat is refused at the field.
    """
    clock: time | None = form.cleaned_data.get(clock_name)
    if day is None or clock is None:
        return None
    try:
        return moment(day, clock, zone)
    except ClockChangeError as error:
        form.add_error(clock_name, str(error))
        return None


def clock_text(when: datetime | None, zone: zoneinfo.ZoneInfo) -> time | None:
    """The time of day of a moment, for the field of a form."""
    return when.astimezone(zone).time() if when else None


def day_of(when: datetime | None, zone: zoneinfo.ZoneInfo) -> date | None:
    """The day of a moment, for the field of a form."""
    return when.astimezone(zone).date() if when else None
