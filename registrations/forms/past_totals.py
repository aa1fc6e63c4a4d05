"""The form of a past event by totals."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from forum.forms.fields import CountField, LineField, PickField
from forum.forms.sections import SectionedForm
from forum.forms.times import DayField
from forum.models import Host
from forum.models.events import Kind
from forum.models.people import Reach, name_key
from registrations.models.figures import Counted
from registrations.past_totals import Totals

_MANY = 1_000_000
_REACH = {reach.value: f"reach_{reach.value}" for reach in Reach}


class TotalsForm(SectionedForm):
    """One past event. `taken` are the titles, as keys, that are there on a day already.

    `series` are those to choose from, for a file, which may name one where there are none.
    """

    layout = [
        ("What it was", [["title"], ["kind"], ["series"], ["first_day", "last_day"]]),
        ("Who came", [["people"], ["organisations"]]),
        ("How far the organisations reach", [list(_REACH.values())]),
        ("How it was counted", [["counted"], ["source"]]),
    ]

    title = LineField(label="Title", missing="Enter a title")
    kind = PickField(
        label="What kind of event was it?",
        choices=Kind.choices,
        initial=Kind.FORUM,
        missing=f"Choose a kind: {', '.join(Kind.labels).lower()}",
    )
    series = PickField(
        label="Did it belong to a series?", required=False, missing="Choose one of your series"
    )
    first_day = DayField(label="Day", missing="Choose the day it was on")
    last_day = DayField(label="Last day", help_text="For an event of several days.", required=False)
    people = CountField(label="How many people came", least=1, most=_MANY)
    organisations = CountField(
        label="From how many organisations",
        help_text="Leave it empty when nobody counted them.",
        least=0,
        most=_MANY,
        required=False,
    )
    counted = PickField(
        label="Are these numbers exact?",
        choices=[
            (Counted.TOTALS.value, "Exact: somebody counted"),
            (Counted.ESTIMATE.value, "An estimate"),
        ],
        widget=forms.RadioSelect,
        missing="Say whether the numbers are exact or an estimate",
    )
    source = LineField(
        label="Where do the numbers come from?",
        help_text="Such as: annual report 2024. It stands beside the numbers.",
        missing="Say where the numbers come from",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        host: Host,
        taken: Collection[tuple[str, date]],
        series: Sequence[tuple[str, str]] | None = None,
        totals: Totals | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(totals) if totals else None, label_suffix="")
        for reach in Reach:
            self.fields[_REACH[reach.value]] = CountField(
                label=str(reach.label), least=0, most=_MANY, required=False
            )
        self._taken = taken
        choices = series_of(host) if series is None else series
        if choices or series is not None:
            self.fields["series"].choices = [("", "No"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["series"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        today = timezone.localdate()
        if first and first >= today:
            self.add_error("first_day", "Choose a day that is over")
        elif first and last and last < first:
            self.add_error("last_day", "The last day is before the first. Choose a later day.")
        elif last and last >= today:
            self.add_error("last_day", "Choose a day that is over")
        if first and (name_key(data.get("title", "")), first) in self._taken:
            self.add_error("title", "An event of this title on this day is there already")
        self._check_reach()
        return data

    def _check_reach(self) -> None:
        reach, all_of_them = sum(self._reach.values()), self.cleaned_data.get("organisations")
        if all_of_them is not None and reach > all_of_them:
            words = f"Their reach adds up to {reach:,}, more than {all_of_them:,} organisations"
            self.add_error("organisations", words)

    @property
    def _reach(self) -> dict[str, int]:
        counts = {reach: self.cleaned_data.get(name) for reach, name in _REACH.items()}
        return {reach: count for reach, count in counts.items() if count}

    @property
    def totals(self) -> Totals:
        """What was typed, as the deed takes it; organisations are at least those of known reach."""
        data, reach = self.cleaned_data, self._reach
        organisations = data["organisations"]
        if organisations is None and reach:
            organisations = sum(reach.values())
        return Totals(
            title=data["title"],
            kind=data["kind"],
            series_id=data.get("series") or None,
            first_day=data["first_day"],
            last_day=data["last_day"] or data["first_day"],
            people=data["people"],
            organisations=organisations,
            reach=reach,
            counted=data["counted"],
            source=data["source"],
        )


def series_of(host: Host) -> list[tuple[str, str]]:
    """The host's series as choices; one query."""
    return [(str(row.pk), row.title) for row in host.series.all()]


def _initial(totals: Totals) -> dict[str, Any]:
    is_long = totals.last_day > totals.first_day
    return {
        "title": totals.title,
        "kind": totals.kind,
        "series": str(totals.series_id or ""),
        "first_day": totals.first_day,
        "last_day": totals.last_day if is_long else None,
        "people": totals.people,
        "organisations": totals.organisations,
        "counted": totals.counted,
        "source": totals.source,
        **{_REACH[reach]: count for reach, count in totals.reach.items() if reach in _REACH},
    }
