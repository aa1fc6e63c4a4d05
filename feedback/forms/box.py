"""The forms of the team: when people are asked, and how many slips to print."""

from datetime import time
from typing import Any

from django import forms

from feedback import boxes
from feedback.models import BallotBox
from forum.forms.fields import CountField
from forum.forms.times import ClockField, DayField, clock_text, day_of, read_moment
from forum.models import Event

SLIPS_AT_ONCE = 120


class PlanForm(forms.Form):
    """From when until when, and whether codes are mailed. What is open keeps its opening."""

    use_required_attribute = False

    opens_day = DayField(label="Opens on", missing="Choose the day it opens")
    opens = ClockField(label="Opens at", missing="Choose the time it opens")
    closes_day = DayField(label="Closes on", missing="Choose the day it closes")
    closes = ClockField(label="Closes at", missing="Choose the time it closes")
    is_mailed = forms.BooleanField(
        label="Send a code by email to everybody who was checked in",
        help_text="It goes out two hours after the event, with one reminder five days later.",
        required=False,
    )

    def __init__(self, data: Any = None, *, event: Event, box: BallotBox | None) -> None:
        self.event, self.box = event, box
        super().__init__(data, initial=self._initial(event, box))
        if box and box.is_open:
            del self.fields["opens_day"], self.fields["opens"]

    @staticmethod
    def _initial(event: Event, box: BallotBox | None) -> dict[str, Any]:
        zone = event.zone
        opens_at = box.opens_at if box else event.ends_at
        closes_at = box.closes_at if box else event.ends_at + boxes.USUAL
        return {
            "opens_day": day_of(opens_at, zone),
            "opens": clock_text(opens_at, zone),
            "closes_day": day_of(closes_at, zone),
            "closes": clock_text(closes_at, zone) if box else time(20),
            "is_mailed": box.is_mailed if box else True,
        }

    def clean(self) -> dict[str, Any]:
        data, zone = self.cleaned_data, self.event.zone
        data["closes_at"] = read_moment(self, data.get("closes_day"), "closes", zone)
        if "opens" in self.fields:
            data["opens_at"] = read_moment(self, data.get("opens_day"), "opens", zone)
        elif self.box:
            data["opens_at"] = self.box.opens_at
        opens_at = data.get("opens_at")
        if opens_at and "opens_day" in self.fields and opens_at < self.event.starts_at:
            words = "It opens before the event starts. Choose a later day or time."
            self.add_error("opens_day", words)
        return data

    def dates(self) -> dict[str, Any]:
        names = ("opens_at", "closes_at", "is_mailed")
        return {name: self.cleaned_data[name] for name in names}


class SlipsForm(forms.Form):
    """How many codes to print."""

    use_required_attribute = False

    count = CountField(
        label="How many slips?",
        help_text="Twelve fit on a page. Print some more than there are people.",
        least=1,
        most=SLIPS_AT_ONCE,
        initial=36,
    )


class CloseForm(forms.Form):
    """The button that closes for good; a box whose key is missing is given up on purpose."""

    lose = forms.BooleanField(
        label="The key will not come back. Delete the answers unread.", required=False
    )
