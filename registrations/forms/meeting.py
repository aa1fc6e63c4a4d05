"""Forms of the meeting's list: the file, then whose booking each name is."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from forum import dates
from forum.forms.fields import LineField
from forum.forms.files import TableField
from registrations import meeting
from registrations.forms.desk import PressForm
from registrations.models import Registration

# Each name is a field, and a form has at most 400 of them.
MOST = 350
_LIST = "people"


class MeetingFileForm(forms.Form):
    """The file that the meeting's software gave."""

    use_required_attribute = False

    table = TableField(
        label="The meeting’s list of participants",
        help_text="A CSV or Excel file from Zoom, Teams, Meet or another, with a column of names.",
        is_heading=meeting.is_heading,
        most_rows=5000,
    )

    def clean_table(self) -> list[meeting.Participant]:
        try:
            return meeting.people_in(self.cleaned_data["table"])
        except meeting.UnknownListError as error:
            raise forms.ValidationError(str(error)) from error


class MatchForm(PressForm):
    """For each name in the meeting a box with the booking; and how many of the others to count."""

    use_required_attribute = False

    names = forms.CharField(widget=forms.HiddenInput, required=False)
    day = forms.ChoiceField(label="On which day")
    heads = forms.IntegerField(
        label="How many others to count without a name",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="Of those whom you leave empty. Leave out note takers, doubles and yourselves.",
        error_messages={
            "invalid": "Enter a whole number, such as 6",
            "min_value": "Enter a whole number, such as 6",
            "max_value": f"Enter at most {MOST}",
        },
    )

    def __init__(
        self, data: Any = None, *, choices: meeting.Choices, days: Sequence[date], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.choices = choices
        self.people: list[Registration] = []
        self.fields["day"].choices = [(str(day), dates.day(day)) for day in days]  # type: ignore[attr-defined]
        if len(days) < 2:
            self.fields["day"].widget = forms.HiddenInput()
        self.fields["heads"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
        )
        given = (data or {}).get("names") or self.initial.get("names", "")
        self.called: list[str] = [name for name in given.splitlines() if name][:MOST]
        for number, name in enumerate(self.called):
            self.fields[f"who_{number}"] = LineField(
                label=name,
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"list": _LIST, "autocomplete": "off"}),
            )
        self.order_fields([f"who_{number}" for number in range(len(self.called))])

    @classmethod
    def of(
        cls,
        suggestions: Sequence[meeting.Suggestion],
        *,
        choices: meeting.Choices,
        days: Sequence[date],
    ) -> "MatchForm":
        """The form for those who are not in yet: first those with a suggestion."""
        open_ones = sorted(
            (one for one in suggestions if not one.is_in), key=lambda one: one.person is None
        )[:MOST]
        initial: dict[str, Any] = {
            "names": "\n".join(one.participant.name for one in open_ones),
            "day": str(days[-1]) if days else "",
        }
        for number, one in enumerate(open_ones):
            if one.person:
                initial[f"who_{number}"] = choices.words(one.person)
        form = cls(choices=choices, days=days, initial={**PressForm().initial, **initial})
        for number, one in enumerate(open_ones):
            form.fields[f"who_{number}"].help_text = one.why or "No booking is suggested"
        return form

    @property
    def rows(self) -> Iterator[BoundField]:
        """The boxes, one for each name."""
        return (self[f"who_{number}"] for number in range(len(self.called)))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        empty = sum(not given.get(f"who_{number}") for number in range(len(self.called)))
        self.people = [person for person in map(self._person, range(len(self.called))) if person]
        if (given.get("heads") or 0) > empty:
            self.add_error("heads", f"You left {empty} empty. Count at most so many.")
        return given

    def _person(self, number: int) -> Registration | None:
        typed = self.cleaned_data.get(f"who_{number}", "")
        person = self.choices.find(typed) if typed else None
        if typed and person is None:
            self.add_error(
                f"who_{number}", "Nobody with a place is called so. Choose from the list."
            )
        return person

    @property
    def heads_counted(self) -> int:
        return self.cleaned_data["heads"] or 0

    @property
    def day_counted(self) -> date:
        return date.fromisoformat(self.cleaned_data["day"])
