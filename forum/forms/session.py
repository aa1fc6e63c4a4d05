"""The form of a session."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from forum import dates, languages
from forum.forms.fields import (
    CountField,
    LineField,
    LinkField,
    PickField,
    PickRowField,
    PickSeveralField,
    TextField,
    at_most,
    one_line,
)
from forum.forms.programme import MANY, TimedForm
from forum.forms.sections import Section
from forum.forms.times import ClockField
from forum.models import Event, Room, Session, Slot
from forum.models.programme import SessionKind

_LEADS = 20
# Asked only of a session that is there already.
_LATER = ["recording_link", "is_cancelled", "replaced_by"]


class SessionForm(TimedForm):
    layout = [
        ("What it is", [["title"], ["kind"], ["leads"], ["summary"]]),
        ("When and where", [["slot"], ["day"], ["starts", "ends"], ["room"]]),
        (
            "More",
            [
                ["min_places", "max_places"],
                ["languages"],
                ["offered_again_as"],
                ["recording_link"],
            ],
        ),
        ("If it cannot take place", [["is_cancelled"], ["replaced_by"]]),
    ]

    title = LineField(label="Title", missing="Enter a title")
    kind = PickField(label="What kind of session is it?", choices=SessionKind.choices)
    leads = TextField(
        label="Who leads it",
        help_text="One person a line: the name, then a comma and the organisation.",
        rows=2,
        required=False,
    )
    summary = TextField(label="What it is about", max_length=2000, required=False)
    slot = PickRowField(
        queryset=Slot.objects.none(),
        label="Slot",
        help_text="Sessions in one slot run side by side.",
        empty_label="Times of its own",
        required=False,
    )
    day = PickField(label="Day, when it is in no slot", required=False)
    starts = ClockField(label="Starts at", missing="Choose the time it starts", required=False)
    ends = ClockField(label="Ends at", missing="Choose the time it ends", required=False)
    room = PickRowField(
        queryset=Room.objects.none(), label="Room", empty_label="Not decided", required=False
    )
    min_places = CountField(label="Fewest people", least=1, most=MANY, required=False)
    max_places = CountField(label="Most people", least=1, most=MANY, required=False)
    languages = PickSeveralField(label="Languages", required=False)
    offered_again_as = PickRowField(
        queryset=Session.objects.none(),
        label="Is it the same as another session?",
        empty_label="No",
        required=False,
    )
    recording_link = LinkField(label="Link to a recording", required=False)
    is_cancelled = forms.BooleanField(label="This session is cancelled", required=False)
    replaced_by = LineField(label="What happens instead", max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, event: Event, row: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, event=event, row=row, **kwargs)
        others = event.sessions.exclude(pk=row.pk) if row else event.sessions.all()
        self._offer("slot", event.slots.all())
        self._offer("room", event.rooms.all())
        self._offer("offered_again_as", others)
        self._offer_languages()
        if not event.slots.all():
            self.fields["starts"].required = self.fields["ends"].required = True
        if row is None:
            for name in _LATER:
                del self.fields[name]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset, field.label_from_instance = rows, self._called

    def _offer_languages(self) -> None:
        """Those of the event, when there are several; and those that the session has already."""
        codes = {*self.event.languages, *self.initial.get("languages", [])}
        if len(codes) > 1:
            offered = [pair for pair in languages.IN_ENGLISH if pair[0] in codes]
            self.fields["languages"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["languages"]

    def _called(self, row: Room | Slot | Session) -> str:
        if not isinstance(row, Slot):
            return str(row)
        zone = self.event.zone
        when = dates.times(row.starts_at, row.ends_at, zone)
        if len(self.days) > 1:
            when = f"{dates.short_day(row.starts_at, zone)}, {when}"
        return f"{row.title}, {when}" if row.title else when

    def sections(self) -> Iterator[Section]:
        """Without lists that have nothing to choose from."""
        for heading, rows in super().sections():
            yield Section(heading, [row for row in rows if not self._is_pointless(row[0])])

    def _is_pointless(self, bound: BoundField) -> bool:
        field = bound.field
        return isinstance(field, PickRowField) and not bound.errors and not field.queryset

    def initial_of(self, row: Session) -> dict[str, Any]:
        plain = ["title", "kind", "summary", "min_places", "max_places", "languages"]
        plain += _LATER
        leads = [
            f"{lead.name}, {lead.organisation}" if lead.organisation else lead.name
            for lead in row.leads.all()
        ]
        return {
            **{name: getattr(row, name) for name in plain},
            "leads": "\n".join(leads),
            "slot": row.slot_id,
            "room": row.room_id,
            "offered_again_as": row.offered_again_as_id,
            **self.initial_times(row),
        }

    def clean_leads(self) -> list[tuple[str, str]]:
        pairs = []
        for line in self.cleaned_data["leads"].split("\n"):
            name, _comma, organisation = one_line(line).partition(",")
            if name.strip():
                at_most(80)(name.strip())
                at_most(120)(organisation.strip())
                pairs.append((name.strip(), organisation.strip()))
        if len(pairs) > _LEADS:
            raise forms.ValidationError(f"Name {_LEADS} people or fewer.")
        return pairs

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        fewest, most = data.get("min_places"), data.get("max_places")
        if fewest and most and fewest > most:
            self.add_error("max_places", "This is less than the fewest. Enter a higher number.")
        if data.get("slot"):
            data["starts_at"] = data["ends_at"] = None
        elif "slot" not in self.errors:
            self._need_times()
            self.read_times()
        return data

    def _need_times(self) -> None:
        words = {"starts": "Choose a slot, or the time it starts", "ends": "Choose when it ends"}
        for name, told in words.items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, told)

    def leads_given(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self.cleaned_data["leads"]
        return found

    def values(self) -> dict[str, Any]:
        names = ["title", "kind", "summary", "slot", "starts_at", "ends_at", "room"]
        names += ["min_places", "max_places", "offered_again_as"]
        names += [name for name in ["languages", *_LATER] if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}
