"""How an event gives its places, as the team chooses it; and the answers that the team gives."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from forum import dates
from forum.forms.fields import CountField, PickField, PickSeveralField, TextField
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, DayField, clock_text, day_of, read_moment
from forum.models import Event
from forum.models.people import Reach
from registrations.models import PlaceRules

_YES, _NO = "yes", "no"
_EVENING = time(18)
_REACHES = [
    (Reach.LOCAL, "Local organisations"),
    (Reach.REGIONAL, "Regional organisations"),
    (Reach.NATIONAL, "National organisations"),
    (Reach.INTERNATIONAL, "Organisations that work outside the UK too"),
]
_PASSED = "This day has passed. Choose a later day."


class PlaceRulesForm(SectionedForm):
    """Who decides, what happens to a free place, and whether places are kept for some."""

    layout = [
        ("Who decides", [["needs_approval"], ["answer_by"]]),
        ("When a place becomes free", [["offers_itself"], ["offer_hours"]]),
        ("Places kept for some", [["kept"], ["kept_for"], ["kept_day", "kept_clock"]]),
    ]

    needs_approval = PickField(
        label="Who gets a place?",
        choices=[
            (_NO, "Everybody who books while one is free"),
            (_YES, "Whoever the team says yes to: we answer each booking"),
        ],
        widget=forms.RadioSelect,
        missing="Choose who gets a place",
    )
    answer_by = DayField(
        label="We answer everybody by",
        help_text="Only if you answer each booking. People read this day before they book.",
        required=False,
    )
    offers_itself = PickField(
        label="Who gets a place that somebody gives back?",
        choices=[
            (_YES, "It is offered to whoever has waited longest"),
            (_NO, "We give it by hand"),
        ],
        widget=forms.RadioSelect,
        missing="Choose who gets a place that becomes free",
    )
    offer_hours = CountField(
        label="Hours to answer an offer",
        help_text="48 is two days. An offer never lasts longer than until the event begins.",
        least=1,
        most=336,
    )
    kept = CountField(
        label="How many places are kept?",
        help_text=(
            "0 keeps none. They are part of all places, and from the day below for everybody."
        ),
        least=0,
        most=100_000,
    )
    kept_for = PickSeveralField(label="For people from", choices=_REACHES, required=False)
    kept_day = DayField(label="Kept until", required=False)
    kept_clock = ClockField(label="At", required=False)

    def __init__(self, data: Any = None, *, event: Event, rules: PlaceRules) -> None:
        self.event, self.rules = event, rules
        initial = {
            "needs_approval": _YES if rules.needs_approval else _NO,
            "answer_by": rules.answer_by,
            "offers_itself": _YES if rules.offers_itself else _NO,
            "offer_hours": rules.offer_hours,
            "kept": rules.kept,
            "kept_for": rules.kept_for,
            "kept_day": day_of(rules.kept_until, event.zone),
            "kept_clock": clock_text(rules.kept_until, event.zone),
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("needs_approval") == _YES and "answer_by" in data:
            self._check_answer_by(data["answer_by"])
        if data.get("kept"):
            self._check_kept(data)
        return data

    def _check_answer_by(self, day: date | None) -> None:
        today = timezone.now().astimezone(self.event.zone).date()
        if day is None:
            self.add_error("answer_by", "Choose the day by which everybody has an answer")
        elif day > self.event.days[0]:
            self.add_error("answer_by", f"{self._begins()} Choose an earlier day.")
        elif day < today and day != self.rules.answer_by:
            self.add_error("answer_by", _PASSED)

    def _check_kept(self, data: dict[str, Any]) -> None:
        capacity = self.event.capacity
        if data["kept"] > capacity:
            has = "1 place" if capacity == 1 else f"{capacity:,} places"
            self.add_error("kept", f"This event has {has} in all. Keep {capacity:,} or fewer.")
        if "kept_for" in data and not data["kept_for"]:
            self.add_error("kept_for", "Choose whom the places are kept for")
        if "kept_day" in data and data["kept_day"] is None:
            self.add_error("kept_day", "Choose the day from which they are for everybody")
        if data.get("kept_day") and "kept_clock" in data:
            data["kept_clock"] = data["kept_clock"] or _EVENING
            until = read_moment(self, data["kept_day"], "kept_clock", self.event.zone)
            data["kept_until"] = until
            self._check_kept_until(until)

    def _check_kept_until(self, until: datetime | None) -> None:
        if until is None:
            return
        if until > self.event.starts_at:
            self.add_error("kept_day", f"{self._begins()} Choose an earlier day or time.")
        elif until <= timezone.now() and until != self.rules.kept_until:
            self.add_error("kept_day", _PASSED)

    def _begins(self) -> str:
        start, zone = self.event.starts_at, self.event.zone
        return f"The event begins on {dates.day(start, zone)}, {dates.clock(start, zone)}."

    def chosen(self) -> PlaceRules:
        """The rules as they were chosen, not saved."""
        given = self.cleaned_data
        needs_approval = given["needs_approval"] == _YES
        return PlaceRules(
            event=self.event,
            needs_approval=needs_approval,
            answer_by=given["answer_by"] if needs_approval else None,
            offers_itself=given["offers_itself"] == _YES,
            offer_hours=given["offer_hours"],
            kept=given["kept"],
            kept_for=given["kept_for"] if given["kept"] else [],
            kept_until=given.get("kept_until") if given["kept"] else None,
        )


class DeclineForm(forms.Form):
    """No, with the reason that the person reads."""

    use_required_attribute = False

    reason = TextField(
        label="Why not",
        help_text="They read these words as you write them. Say what they can do instead, if "
        "there is something.",
        missing="Say why, in words that the person can read",
        max_length=300,
        rows=3,
    )

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())
