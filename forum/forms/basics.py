"""The first page of an event: what it is, when, and for how many."""

import zoneinfo
from datetime import date, time, timedelta
from typing import Any

from django.db.models import QuerySet

from forum.forms.fields import (
    CountField,
    LineField,
    PickField,
    PickRowField,
    TextField,
)
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, DayField, clock_text, read_moment
from forum.models import Event, Host, Series
from forum.models.events import Kind

_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def _time_zones() -> list[tuple[str, str]]:
    """The site's usual zone first, then the cities of the world by area."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.startswith(_AREAS))
    words = [(name, name.replace("_", " ").replace("/", ": ", 1)) for name in [*names, "UTC"]]
    return [("Europe/London", "UK time"), *(pair for pair in words if pair[0] != "Europe/London")]


class BasicsForm(SectionedForm):
    """What, when and for how many. `hosts` may lead a new event; `event` is the one to change."""

    layout = [
        ("What it is", [["host"], ["title"], ["kind"], ["summary"], ["description"], ["series"]]),
        (
            "When it is",
            [["first_day", "starts", "ends"], ["last_day"], ["doors"], ["timezone"]],
        ),
        ("How many people", [["capacity"]]),
    ]

    host = PickRowField(queryset=Host.objects.none(), label="Which host leads it?")
    title = LineField(label="Title", missing="Enter a title")
    kind = PickField(label="What kind of event is it?", choices=Kind.choices, initial=Kind.FORUM)
    summary = TextField(
        label="The event in a sentence or two",
        help_text="It stands under the title, and in the list of events.",
        max_length=300,
        rows=2,
        may_wait=True,
    )
    description = TextField(
        label="More about it",
        help_text="Who it is for, what will happen. A blank line starts a paragraph.",
        max_length=8000,
        rows=6,
        required=False,
    )
    series = PickRowField(
        queryset=Series.objects.none(),
        label="Does it belong to a series?",
        empty_label="No",
        required=False,
    )
    first_day = DayField(label="Day", missing="Choose the day it is on")
    starts = ClockField(label="Starts at", missing="Choose the time it starts", initial=time(10))
    last_day = DayField(label="Last day", help_text="For an event of several days.", required=False)
    ends = ClockField(label="Ends at", missing="Choose the time it ends", initial=time(16))
    doors = ClockField(label="Doors open at", required=False)
    timezone = PickField(
        label="On the clocks of", missing="Choose a time zone", initial="Europe/London"
    )
    capacity = CountField(
        label="Places",
        help_text="When they are taken, people can join the waiting list.",
        least=1,
        most=100_000,
        initial=50,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        hosts: QuerySet[Host] | None = None,
        event: Event | None = None,
        **kwargs: Any,
    ) -> None:
        if event:
            kwargs["initial"] = self._initial(event)
        super().__init__(data, **kwargs)
        self.fields["timezone"].choices = _time_zones()  # type: ignore[attr-defined]
        if hosts is None or len(hosts) < 2:
            del self.fields["host"]
        else:
            self._offer("host", hosts)
        self._offer_series(event, hosts)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _offer_series(self, event: Event | None, hosts: QuerySet[Host] | None) -> None:
        """The series of the host that leads; none for a new event of one of several hosts."""
        lead = event.lead_host if event else (hosts[0] if hosts and len(hosts) == 1 else None)
        series = lead.series.all() if lead else Series.objects.none()
        if series:
            self._offer("series", series)
        else:
            del self.fields["series"]

    @staticmethod
    def _initial(event: Event) -> dict[str, Any]:
        days = event.days
        return {
            "title": event.title,
            "kind": event.kind,
            "summary": event.summary,
            "description": event.description,
            "series": event.series_id,
            "first_day": days[0],
            "last_day": days[-1] if len(days) > 1 else None,
            "starts": event.local_start.time(),
            "ends": event.local_end.time(),
            "doors": clock_text(event.doors_at, event.zone),
            "timezone": event.timezone,
            "capacity": event.capacity,
        }

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        zone = zoneinfo.ZoneInfo(data.get("timezone") or "Europe/London")
        first, last = data.get("first_day"), data.get("last_day") or data.get("first_day")
        data["starts_at"] = read_moment(self, first, "starts", zone)
        data["ends_at"] = read_moment(self, last, "ends", zone)
        data["doors_at"] = read_moment(self, first, "doors", zone)
        if first and last:
            self._check_days(first, last)
        if data["starts_at"] and data["ends_at"] and data["starts_at"] >= data["ends_at"]:
            self.add_error("ends", "It ends before it starts. Choose a later time or a last day.")
        if data["starts_at"] and data["doors_at"] and data["doors_at"] > data["starts_at"]:
            self.add_error("doors", "The doors open after it starts. Choose an earlier time.")
        return data

    def _check_days(self, first: date, last: date) -> None:
        if last < first:
            self.add_error("last_day", "The last day is before the first. Choose a later day.")
        elif last - first > timedelta(days=366):
            self.add_error("last_day", "Choose a last day within a year of the first.")

    def values(self) -> dict[str, Any]:
        """The fields of the event that this form is about."""
        names = ["title", "kind", "summary", "description", "starts_at", "ends_at", "doors_at"]
        names += ["timezone", "capacity", *(["series"] if "series" in self.fields else [])]
        return {name: self.cleaned_data[name] for name in names}
