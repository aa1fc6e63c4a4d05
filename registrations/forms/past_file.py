"""A file of past events: read row by row by the same form as one event, and looked at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from forum.forms.files import TableField
from forum.models import Host
from forum.models.events import Kind
from forum.models.people import Reach, name_key
from forum.tables import Line, Table
from forum.tables.table import where
from registrations import past_totals
from registrations.forms.past_totals import TotalsForm, series_of
from registrations.models.figures import Counted

MOST_ROWS = 500
_KEPT = 24 * 3600  # seconds
_LOOK_AGAIN = "Choose the file again: what was looked at is too old, or was changed on the way."
# What stands over a column, and the field of the form that it fills.
COLUMNS = {
    "Title": "title",
    "Date": "first_day",
    "Last day": "last_day",
    "Kind": "kind",
    "Series": "series",
    "People": "people",
    "Organisations": "organisations",
    **{str(reach.label): f"reach_{reach.value}" for reach in Reach},
    "Exact or estimated": "counted",
    "Source": "source",
}
_FIELDS = {name_key(heading): field for heading, field in COLUMNS.items()}
_NEEDED = ("Title", "Date", "People", "Exact or estimated", "Source")
_KINDS = {name_key(str(kind.label)): kind.value for kind in Kind}
_COUNTED = {
    "exact": Counted.TOTALS.value,
    "estimate": Counted.ESTIMATE.value,
    "estimated": Counted.ESTIMATE.value,
}

Typed = dict[str, str]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: where, under which heading, and in words what to do."""

    where: str
    heading: str
    words: str


class _Rows:
    """Reads rows one after the other, each with the form of one event."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.series = series_of(host)
        self.taken = past_totals.taken(host)
        self._by_title = {name_key(title): pk for pk, title in self.series}

    def typed(self, values: dict[str, str]) -> Typed:
        """The cells of a row as somebody would have filled in the form."""
        data = {name: value.strip() for name, value in values.items()}
        data["kind"] = _KINDS.get(name_key(data.get("kind", "")), data.get("kind") or Kind.FORUM)
        data["counted"] = _COUNTED.get(name_key(data.get("counted", "")), "")
        if series := data.get("series"):
            data["series"] = self._by_title.get(name_key(series), series)
        return data

    def form(self, data: Typed) -> TotalsForm:
        """The form of one row; a row that is right takes its title on its day."""
        form = TotalsForm(data, host=self.host, taken=self.taken, series=self.series)
        if form.is_valid():
            self.taken.add((name_key(form.totals.title), form.totals.first_day))
        return form


class PastFileForm(forms.Form):
    """A file of past events. When it is valid, `rows` and `kept` are what may be recorded."""

    use_required_attribute = False

    table = TableField(label="File", most_rows=MOST_ROWS)

    def __init__(self, data: Any = None, files: Any = None, *, host: Host) -> None:
        super().__init__(data, files, label_suffix="")
        self._host = host
        self.rows: list[past_totals.Totals] = []
        self.problems: list[Problem] = []
        self._typed: list[Typed] = []

    def clean_table(self) -> Table:
        table: Table = self.cleaned_data["table"]
        fields = [_FIELDS.get(name_key(heading), "") for heading in table.headings]
        if missing := [heading for heading in _NEEDED if COLUMNS[heading] not in fields]:
            raise forms.ValidationError(
                f"The file has no column {' and no column '.join(f'“{one}”' for one in missing)}."
            )
        rows = _Rows(self._host)
        for line in table.rows:
            self._read(rows, line, fields)
        if self.problems:
            raise forms.ValidationError(
                "Nothing is recorded: mend what the table says, and choose the file again."
            )
        return table

    def _read(self, rows: _Rows, line: Line, fields: list[str]) -> None:
        data = rows.typed(dict(zip(fields, line.values, strict=True)))
        form = rows.form(data)
        if form.is_valid():
            self.rows.append(form.totals)
            self._typed.append(data)
        else:
            self.problems += _problems(form, line.number, fields)

    @property
    def kept(self) -> str:
        """The rows, for the page to send back; nobody can change them on the way."""
        return signing.dumps(self._typed, salt=_salt(self._host), compress=True)


def _problems(form: TotalsForm, number: int, fields: list[str]) -> Iterator[Problem]:
    headings = {field: heading for heading, field in COLUMNS.items()}
    in_order = sorted(form.errors, key=lambda name: fields.index(name) if name in fields else -1)
    for name in in_order:
        place = where(number, fields.index(name) + 1) if name in fields else f"Row {number:,}"
        for words in form.errors[name]:
            yield Problem(place, headings.get(name, ""), str(words))


class LookedAtForm(forms.Form):
    """The rows that were looked at, sent back to be recorded; read anew, as if they were typed."""

    kept = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _LOOK_AGAIN})

    def __init__(self, data: Any, *, host: Host) -> None:
        super().__init__(data)
        self._host = host
        self.rows: list[past_totals.Totals] = []

    def clean_kept(self) -> str:
        kept: str = self.cleaned_data["kept"]
        try:
            typed = signing.loads(kept, salt=_salt(self._host), max_age=_KEPT)
        except signing.BadSignature:
            raise forms.ValidationError(_LOOK_AGAIN) from None
        rows = _Rows(self._host)
        read = [rows.form(data) for data in typed]
        if not all(form.is_valid() for form in read):
            raise forms.ValidationError(
                "Something changed since you looked: an event or a series. Choose the file again."
            )
        self.rows = [form.totals for form in read]
        return kept


def _salt(host: Host) -> str:
    return f"registrations.past_totals.{host.pk}"
