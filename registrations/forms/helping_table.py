"""Many people in one table: nobody is booked until every row that was begun is right."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from forum.models.people import name_key
from registrations.forms.helping_rows import RowForm
from registrations.helping import MOST, Entry, Kept, id_of
from registrations.journey import Journey
from registrations.models import Helper

ROWS = 5
_AGREED = "Tick that all of them told you and agreed, or tick it beside each person"
_TOO_LONG = "This row is too long to keep. Use fewer words in it"
_NOBODY = "Enter at least one name"


class WholeForm(forms.Form):
    """What is said once for the whole table. A tick is never set beforehand."""

    use_required_attribute = False

    agreed = forms.BooleanField(
        label="All of them told me themselves, and agreed that you keep what I write here",
        required=False,
    )
    told = forms.BooleanField(
        label="I have told them how we treat each other at this event",
        error_messages={"required": "Tell them how we treat each other, then tick this"},
    )
    together = forms.BooleanField(
        label="They come only together: all of them get a place, or all of them wait",
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="all", label_suffix="")


class RowFormSet(forms.BaseFormSet[RowForm]):
    """The rows; `known` are the people on the helper's list, and `booked` the keys of theirs."""

    def __init__(
        self,
        *args: Any,
        helper: Helper,
        known: Collection[str],
        booked: Collection[uuid.UUID],
        agreed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helper, self.agreed = helper, agreed
        self.known, self.booked = {_key(name) for name in known}, booked
        self.nobody_agreed = False

    def clean(self) -> None:
        seen: dict[str, int] = {}
        begun, agreed = 0, 0
        for number, row in enumerate(self.forms, start=1):
            if not row.has_changed() or not row.cleaned_data.get("name"):
                continue
            name: str = row.cleaned_data["name"]
            self._compare(row, name, seen.setdefault(_key(name), number), number)
            begun += 1
            agreed += self.agreed or bool(row.cleaned_data.get("agreed"))
        self.nobody_agreed = begun > 0 and not agreed
        for row in self.forms if 0 < agreed < begun else []:
            if (name := row.cleaned_data.get("name", "")) and not row.cleaned_data.get("agreed"):
                row.add_error("agreed", f"Tick that {name} told you and agreed")

    def _compare(self, row: RowForm, name: str, first: int, number: int) -> None:
        """Ask about somebody of the same name, unless this very row was booked a moment ago."""
        is_here = first != number
        is_known = _key(name) in self.known and id_of(self.helper, row.key, name) not in self.booked
        if not (is_here or is_known):
            return
        row.is_double = True
        if not row.cleaned_data.get("different"):
            where = f"in row {first}" if is_here else "on your list"
            row.add_error("different", f"{name} is {where} already. Tick, if it is somebody else")


class Table:
    """The rows, and what is said once for all of them."""

    def __init__(
        self,
        data: Any = None,
        *,
        helper: Helper,
        journey: Journey,
        kept: Sequence[Kept] = (),
        known: Collection[str] = (),
        booked: Collection[uuid.UUID] = (),
        more: bool = False,
    ) -> None:
        data, self.journey = data or None, journey
        blank = ROWS if more else max(0, ROWS - len(kept))
        made: Any = forms.formset_factory(
            RowForm, formset=RowFormSet, extra=blank, max_num=MOST, absolute_max=MOST
        )
        given = {
            "prefix": "row",
            "initial": [{"key": row.key, **row.typed} for row in kept],
            "form_kwargs": {"journey": journey},
            "helper": helper,
            "known": known,
            "booked": booked,
        }
        self.whole, self.is_refused = WholeForm(data), False
        self.rows: Any = made(data, agreed=bool(data and self.whole["agreed"].data), **given)
        # A table of which the count of rows was lost on the way cannot be read.
        if data is not None and not self.rows.management_form.is_valid():
            self.whole, self.rows = WholeForm(), made(agreed=False, **given)

    @property
    def forms(self) -> list[forms.Form]:
        """The forms whose faults the page tells, in its order."""
        return [*self.rows.forms, self.whole]

    def is_valid(self) -> bool:
        """Whether all of it can be booked; asks both, so that every fault is told at once."""
        if not self.rows.is_bound:
            return False
        right = [self.rows.is_valid(), self.whole.is_valid()]
        if self.rows.nobody_agreed:  # said once, and not at every row
            self.whole.add_error("agreed", _AGREED)
            right.append(False)
        if not any(row.has_changed() for row in self.rows.forms):
            self.refuse(_NOBODY)
        return all(right) and not self.is_refused

    def refuse(self, words: str) -> None:
        """Say at the first row why nothing was done."""
        self.is_refused = True
        for row in self.rows.forms[:1]:
            row.errors.setdefault("name", row.error_class()).append(words)

    def cannot_keep(self, words: str) -> None:
        """Say why nothing was kept, and nothing of what stands in the way of booking."""
        for form in self.forms:
            form.errors.clear()
        self.refuse(words)

    def is_keepable(self) -> bool:
        """Whether each row can be kept as it was typed; says at those that cannot why."""
        cut = [row for row in self.rows.forms if not row.kept().fits]
        for form in self.forms if cut else []:
            form.errors.clear()  # what stands in the way of booking is not asked about here
        for row in cut:
            row.errors.setdefault("name", row.error_class()).append(_TOO_LONG)
        self.is_refused = bool(cut)
        return self.rows.is_bound and not cut

    def entries(self) -> list[Entry]:
        """The rows that are somebody, as they are booked."""
        return [row.entry for row in self.rows.forms if row.has_changed()]

    @property
    def together(self) -> bool:
        return bool(self.whole.cleaned_data["together"])

    def kept(self) -> list[Kept]:
        """Every row as it was typed."""
        return [row.kept() for row in self.rows.forms]

    def written(self) -> list[tuple[str, str]]:
        """What was typed, for somebody to copy where nothing can be booked any more."""
        return [
            (f"Person {number}: {question}", words)
            for number, row in enumerate(self.rows.forms, start=1)
            for question, words in row.written()
        ]


def _key(name: str) -> str:
    return name_key(name) or name.casefold()
