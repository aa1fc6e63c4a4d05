"""Controls that browsers know how to fill: a day, a time of day, a number.

Days and times are written in the one form that browsers accept, whatever the language of the page.
"""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """A day: `<input type="date">`, 2026-06-03."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NumberInput(forms.TextInput):
    """A whole number, with the keys for it on a phone. What is no number stays to be mended.

    Browsers empty a field of type "number" that is sent back with letters in it.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class TimeInput(forms.TimeInput):
    """A time of day to the minute: `<input type="time">`, 16:30."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
