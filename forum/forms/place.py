"""The second page of an event: where, how people get in, whom they ask, when they book."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from forum import languages
from forum.clock_changes import moment
from forum.forms.fields import (
    CountField,
    EmailField,
    LineField,
    LinkField,
    PhoneField,
    PickField,
    PickSeveralField,
    TextField,
)
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, DayField, clock_text, day_of, read_moment
from forum.models import Event
from forum.models.events import Mode, Visibility

# What a moment is read at when only its day was given.
_OPENING, _CLOSING = time(9), time(18)
# Moments of the event that are typed as a day and a clock, each with that usual time.
_MOMENTS = {"opens": _OPENING, "closes": _CLOSING, "choosing_closes": _CLOSING}
_PARTS = ("day", "clock")


class PlaceForm(SectionedForm):
    """Where it is, how people get in, what they should know, and when they can book."""

    layout = [
        ("Where", [["mode"], ["public_place"], ["exact_place"], ["shown_from"], ["online_link"]]),
        ("Getting in", [["getting_in"], ["arrangements"]]),
        ("Food and cost", [["food"], ["cost"]]),
        ("Who people can ask", [["contact_name"], ["contact_email"], ["contact_phone"]]),
        ("Languages", [["languages"]]),
        ("How people treat each other", [["agreement"]]),
        (
            "Booking",
            [
                ["opens_day", "opens_clock"],
                ["closes_day", "closes_clock"],
                ["choosing_closes_day"],
                ["choosing_closes_clock"],
                ["visibility"],
                ["is_discreet"],
                ["needs_kept_days"],
            ],
        ),
    ]

    mode = PickField(
        label="How do people take part?", choices=Mode.choices, widget=forms.RadioSelect
    )
    public_place = LineField(
        label="Place that everybody may know",
        help_text="A town, a part of it or the building, such as Central Leeds.",
        may_wait=True,
    )
    exact_place = LineField(
        label="Exact place",
        help_text="Address, floor, room. Only people with a place see it.",
        max_length=300,
        required=False,
    )
    shown_from = DayField(
        label="Show the exact place from",
        help_text="From 9 am on this day. Leave it empty to show it with the booking.",
        required=False,
    )
    online_link = LinkField(
        label="Link to the online room",
        help_text="Only people with a place see it.",
        required=False,
    )
    getting_in = TextField(
        label="Getting in and around",
        help_text="Steps, doors, lifts, toilets, parking, the way from the bus or train.",
        may_wait=True,
    )
    arrangements = TextField(
        label="What can be arranged",
        help_text="Interpreting, childcare, help with travel, a quiet room: "
        "what there is and by when to ask.",
        required=False,
    )
    food = LineField(
        label="Food",
        help_text="Such as: lunch for everybody, all of it halal and vegetarian.",
        max_length=300,
        required=False,
    )
    cost = LineField(label="What it costs", max_length=160, required=False)
    contact_name = LineField(label="Name", max_length=80, required=False)
    contact_email = EmailField(label="Email", may_wait=True)
    contact_phone = PhoneField(label="Phone", required=False)
    languages = PickSeveralField(
        label="Which languages are spoken or interpreted?",
        missing="Choose at least one language",
        choices=languages.IN_ENGLISH,
    )
    agreement = TextField(
        label="Agreement",
        help_text="Everybody who books ticks that they have read it.",
        max_length=8000,
        rows=8,
        required=False,
    )
    opens_day = DayField(label="Booking opens on", required=False)
    opens_clock = ClockField(label="Opens at", required=False)
    closes_day = DayField(label="Booking closes on", required=False)
    closes_clock = ClockField(label="Closes at", required=False)
    choosing_closes_day = DayField(
        label="Choosing sessions closes on",
        help_text="Where sessions run side by side, people choose until then. Leave time after it "
        "to place everybody. Left empty, they choose until the event begins.",
        required=False,
    )
    choosing_closes_clock = ClockField(label="Choosing closes at", required=False)
    visibility = PickField(
        label="Who can find it?", choices=Visibility.choices, widget=forms.RadioSelect
    )
    is_discreet = forms.BooleanField(
        label="Keep emails, calendars and booking pages neutral",
        help_text="They name neither the event nor a host: for people who share a phone or a "
        "mailbox. This goes on by itself when you hide the place or the event. Then you can "
        "switch it off here.",
        required=False,
    )
    needs_kept_days = CountField(
        label="Days until answers about food and support are destroyed",
        help_text="Counted from the end of the event, at most 60.",
        least=1,
        most=60,
    )

    def __init__(self, data: Any = None, *, event: Event, **kwargs: Any) -> None:
        self.event = event
        zone = event.zone
        initial: dict[str, Any] = {name: getattr(event, name) for name in self._plain_names()}
        initial |= {
            "shown_from": day_of(event.place_released_at, zone),
        }
        for name in _MOMENTS:
            moment_set = getattr(event, f"{name}_at")
            initial[f"{name}_day"] = day_of(moment_set, zone)
            initial[f"{name}_clock"] = clock_text(moment_set, zone)
        super().__init__(data, initial=initial, **kwargs)

    @classmethod
    def _plain_names(cls) -> list[str]:
        read = {"shown_from", *(f"{name}_{part}" for name in _MOMENTS for part in _PARTS)}
        return [name for name in cls.base_fields if name not in read]

    def clean(self) -> dict[str, Any]:
        data, zone = self.cleaned_data, self.event.zone
        for name, usual in _MOMENTS.items():
            day, clock = data.get(f"{name}_day"), f"{name}_clock"
            if day and not data.get(clock):
                data[clock] = usual
            data[f"{name}_at"] = read_moment(self, day, clock, zone)
        shown_from = data.get("shown_from")
        data["place_released_at"] = self._released_at(shown_from) if shown_from else None
        self._check_booking(data["opens_at"], data["closes_at"])
        self._check_choosing(data["opens_at"], data["choosing_closes_at"])
        if self.turns_neutral:
            data["is_discreet"] = True
        return data

    @property
    def turns_neutral(self) -> bool:
        """Whether this hides the place or the event, so that mails and pages keep quiet as well.

        Only in the moment of hiding: an organiser who switches it off later is taken at their word.
        """
        event, said = self.event, self.cleaned_data
        was_hidden = event.place_released_at or event.visibility == Visibility.UNLISTED
        is_hidden = said.get("shown_from") or said.get("visibility") == Visibility.UNLISTED
        return bool(is_hidden and not was_hidden and not event.is_discreet)

    def _released_at(self, shown_from: date) -> datetime:
        return moment(shown_from, _OPENING, self.event.zone)

    def _check_booking(self, opens: datetime | None, closes: datetime | None) -> None:
        if opens and closes and opens >= closes:
            self.add_error("closes_day", "Booking closes before it opens. Choose a later day.")
        if opens and opens >= self.event.ends_at:
            self.add_error("opens_day", "The event is over by then. Choose an earlier day.")

    def _check_choosing(self, opens: datetime | None, closes: datetime | None) -> None:
        day = "choosing_closes_day"
        if self.cleaned_data.get("choosing_closes_clock") and not self.data.get(day):
            self.add_error(day, "Choose the day too, or leave the time empty.")
        if closes and closes > self.event.starts_at:
            self.add_error(day, "The event has begun by then. Choose an earlier day or time.")
        elif opens and closes and opens >= closes:
            self.add_error(day, "Choosing closes before booking opens. Choose a later day.")

    def values(self) -> dict[str, Any]:
        """The fields of the event that this form is about."""
        moments = [f"{name}_at" for name in _MOMENTS]
        names = [*self._plain_names(), *moments, "place_released_at"]
        return {name: self.cleaned_data[name] for name in names}
