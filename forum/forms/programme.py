"""The forms of a programme: rooms and slots."""

from typing import Any

from django import forms

from forum import dates
from forum.forms.fields import (
    CountField,
    LineField,
    PickField,
)
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, clock_text, day_of, read_moment
from forum.models import Event, Room, Session, Slot

MANY = 100_000


class InEventForm(SectionedForm):
    """A form about one row of an event's programme; `row` is None for a new one."""

    def __init__(self, data: Any = None, *, event: Event, row: Any = None, **kwargs: Any) -> None:
        self.event, self.row = event, row
        super().__init__(data, initial=self.initial_of(row) if row else {}, **kwargs)

    def initial_of(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """The fields of the row."""
        raise NotImplementedError

    def leads_given(self) -> list[tuple[str, str]] | None:
        """Pairs of name and organisation, for a row that has leads."""
        return None


class RoomForm(InEventForm):
    layout = [
        ("", [["name"], ["capacity"], ["is_step_free"], ["has_hearing_loop"], ["is_quiet"]]),
    ]

    name = LineField(label="Name of the room", max_length=80, missing="Enter a name")
    capacity = CountField(label="People it holds", least=1, most=MANY, required=False)
    is_step_free = forms.BooleanField(
        label="Can be reached without steps", required=False, initial=True
    )
    has_hearing_loop = forms.BooleanField(label="Has a hearing loop", required=False)
    is_quiet = forms.BooleanField(label="Is kept as a quiet room", required=False)

    def initial_of(self, row: Room) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.base_fields}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = self.event.rooms.exclude(pk=self.row.pk) if self.row else self.event.rooms.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError("There is a room of that name already.")
        return name

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields}


class TimedForm(InEventForm):
    """What has a day, a beginning and an end. The day is asked for when there are several."""

    def __init__(self, data: Any = None, *, event: Event, row: Any = None, **kwargs: Any) -> None:
        super().__init__(data, event=event, row=row, **kwargs)
        # A row may be left on a day that the event has moved away from.
        own = self.initial.get("day")
        self.days = sorted({*event.days, *([own] if own else [])})
        if len(self.days) > 1:
            choices = [(day.isoformat(), dates.day(day)) for day in self.days]
            self.fields["day"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["day"]

    def initial_times(self, row: Slot | Session) -> dict[str, Any]:
        zone = self.event.zone
        return {
            "day": day_of(row.starts_at, zone),
            "starts": clock_text(row.starts_at, zone),
            "ends": clock_text(row.ends_at, zone),
        }

    def read_times(self) -> None:
        """Put `starts_at` and `ends_at` into the data, in UTC."""
        data, zone = self.cleaned_data, self.event.zone
        chosen = data.get("day") or self.days[0].isoformat()
        day = next((day for day in self.days if day.isoformat() == chosen), None)
        data["starts_at"] = read_moment(self, day, "starts", zone)
        data["ends_at"] = read_moment(self, day, "ends", zone)
        if data["starts_at"] and data["ends_at"] and data["starts_at"] >= data["ends_at"]:
            self.add_error("ends", "It ends before it starts. Choose a later time.")


class SlotForm(TimedForm):
    layout = [("", [["title"], ["day"], ["starts", "ends"]])]

    title = LineField(label="Name", help_text="Such as: Morning groups", required=False)
    day = PickField(label="Day")
    starts = ClockField(label="Starts at", missing="Choose the time it starts")
    ends = ClockField(label="Ends at", missing="Choose the time it ends")

    def initial_of(self, row: Slot) -> dict[str, Any]:
        return {"title": row.title, **self.initial_times(row)}

    def clean(self) -> dict[str, Any]:
        self.read_times()
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ["title", "starts_at", "ends_at"]}
