"""Forms of bringing people in: the file, what its columns mean, and what is chosen at the look."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from forum import dates
from forum.forms.fields import PickField
from forum.forms.files import TableField
from forum.models import Event
from forum.tables import Table
from registrations.importing import fields, writing
from registrations.importing.checking import Plan
from registrations.importing.choosing import Choices
from registrations.places import Places

_YES, _NO = "yes", "no"
_MEND = "Leave out the rows that have errors, or mend the file and hand it in again"
_RAISE = "Let the others wait, or raise the number of places first"
# No key of a name holds capitals.
_NEW = "NEW"
_NOBODY = "Say which column has the name: choose “Name” for one of them, or “First name”"


class FileForm(forms.Form):
    """The file to bring people in from."""

    use_required_attribute = False

    table = TableField(
        label="The file",
        help_text="An Excel workbook (.xlsx) or a CSV file, at most 10 MB and 20,000 rows.",
    )


class ColumnsForm(forms.Form):
    """What each column means."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        table: Table,
        meanings: Mapping[str, str],
        asked: Collection[str],
    ) -> None:
        super().__init__(data, label_suffix="")
        self.headings = table.headings
        for at, heading in enumerate(table.headings):
            filled = sum(bool(line.values[at].strip()) for line in table.rows)
            self.fields[f"column_{at}"] = PickField(
                label=heading,
                choices=fields.choices(asked),
                initial=meanings.get(heading, fields.LEAVE),
                help_text=f"{filled:,} of {len(table.rows):,} rows have it",
            )

    @property
    def taken(self) -> list[Any]:
        """The columns that mean something here."""
        return [field for field in self if field.value() != fields.LEAVE]

    @property
    def left_out(self) -> list[Any]:
        return [field for field in self if field.value() == fields.LEAVE]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not fields.names_somebody(self.mapping.values()):
            raise forms.ValidationError(_NOBODY)
        return self.cleaned_data

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as the deed takes it."""
        return {
            heading: self.cleaned_data[f"column_{at}"] for at, heading in enumerate(self.headings)
        }


class LookForm(forms.Form):
    """What is chosen once it is seen what would become of the file.

    "Look again" asks for nothing; "Bring them in" asks for all that has to be said first.
    """

    use_required_attribute = False

    # What the page that is answered showed.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, plan: Plan, stand: Places, event: Event, choices: Choices
    ) -> None:
        super().__init__(data, label_suffix="", initial={"seen": _seen(plan)})
        self.plan, self.stand, self.choices = plan, stand, choices
        self.fields |= {
            **self._about_rows(),
            **self._about_needs(event),
            **self._about_places(),
            "tell": _tick(
                "Email each of them the link to their booking; who has only a phone number"
                " goes on the list of whom to call",
                choices.tell,
            ),
            **self._about_organisations(),
        }

    def _about_rows(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        if wrong := self.plan.wrong_rows:
            rows = "row that has" if wrong == 1 else f"{wrong:,} rows that have"
            found["leave_out_wrong"] = _tick(
                f"Leave out the {rows} errors, and bring in the others",
                self.choices.leave_out_wrong,
            )
        if alike := len(self.plan.namesakes):
            them = "1 person who has" if alike == 1 else f"{alike:,} people who have"
            found["with_namesakes"] = _tick(
                f"Bring in also the {them} the name of somebody here and another contact",
                self.choices.with_namesakes,
            )
        return found

    def _about_needs(self, event: Event) -> dict[str, forms.Field]:
        if not any(one.needs for one in [*self.plan.people, *self.plan.namesakes]):
            return {}
        until = dates.day(event.needs_erased_on)
        return {
            "agreed": PickField(
                label="Did they agree that you keep what they need?",
                help_text=f"Only needs leads see it by name. It is deleted on {until}.",
                choices=[
                    (_YES, f"Yes, each of them agreed that we keep it until {until}"),
                    (_NO, "No: leave out what the file says about food and access"),
                ],
                widget=forms.RadioSelect,
                initial=_YES if self.choices.agreed else None,
                missing="Say whether they agreed",
                required=self.brings_in or not self.is_bound,
            )
        }

    def _about_places(self) -> dict[str, forms.Field]:
        if not self.stand.is_full_for(len(self.plan.people) + len(self.plan.namesakes)):
            return {}
        return {
            "may_wait": _tick(
                "Whoever gets no place waits, in the order of the file", self.choices.may_wait
            )
        }

    def _about_organisations(self) -> dict[str, forms.Field]:
        return {
            f"same_{at}": PickField(
                label=f"{one.name} ({one.people:,} {'person' if one.people == 1 else 'people'})",
                choices=[
                    (_NEW, "A new organisation"),
                    *((key, f"The same as {name}") for key, name in one.like),
                ],
                initial=self.choices.same.get(one.key, _NEW),
            )
            for at, one in enumerate(self.plan.similar)
        }

    @property
    def said(self) -> list[Any]:
        """The controls about people, without those about organisations."""
        return [field for field in self if not field.name.startswith("same_")]

    @property
    def organisations(self) -> Sequence[Any]:
        return [field for field in self if field.name.startswith("same_")]

    @property
    def shows_more(self) -> bool:
        """Whether looking again with what was chosen shows something else."""
        return bool(self.plan.similar or self.plan.namesakes)

    @property
    def brings_in(self) -> bool:
        """Whether it is the button that brings people in that was pressed."""
        return self.data.get("wish") == "bring"

    def clean(self) -> dict[str, Any]:
        if not self.brings_in:
            return self.cleaned_data
        if self.cleaned_data.get("seen") != _seen(self.plan):
            raise forms.ValidationError(writing.CHANGED)
        self._ask("leave_out_wrong", _MEND)
        if self._has_too_few():
            self._ask("may_wait", _RAISE)
        return self.cleaned_data

    def _ask(self, name: str, words: str) -> None:
        if name in self.fields and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def _has_too_few(self) -> bool:
        return self.stand.is_full_for(self.chosen.expected)

    @property
    def chosen(self) -> Choices:
        """The choices as the deed takes them."""
        given = self.cleaned_data
        with_namesakes = bool(given.get("with_namesakes"))
        same = {
            one.key: given[f"same_{at}"]
            for at, one in enumerate(self.plan.similar)
            if given.get(f"same_{at}", _NEW) != _NEW
        }
        return Choices(
            leave_out_wrong=bool(given.get("leave_out_wrong")),
            with_namesakes=with_namesakes,
            agreed=given.get("agreed") == _YES,
            may_wait=bool(given.get("may_wait")),
            tell=bool(given.get("tell")),
            same=same,
            expected=len(self.plan.coming(with_namesakes=with_namesakes)),
        )


def _tick(label: str, initial: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, initial=initial, required=False)


def _seen(plan: Plan) -> str:
    """What a page shows of a plan, in few letters."""
    counts = (len(plan.people), len(plan.namesakes), plan.wrong_rows, len(plan.left_out))
    return "-".join(map(str, counts))
