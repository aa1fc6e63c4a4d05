"""The form people fill in: one page of it, or all of it on one page; and the same to change."""

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from forum import dates
from registrations import companions, discreet, drafts, needs, tickets, wording
from registrations.breakouts import Round, Unsuited
from registrations.forms import days
from registrations.forms.parts import PARTS, Asking, own, sessions, together
from registrations.forms.parts.part import Cleaned
from registrations.journey import Journey

_TOO_LONG = "Your answers are too long to keep together. Use fewer words here."
_TOO_MANY = "Your answers are too long to keep together. Choose fewer sessions."
_CONSENT_MISSING = "Tick to let us keep these answers, or leave them blank"


class AnswersForm(forms.Form):
    """Some parts of the form, in order.

    `answers` are those given so far: they fill the form, and count towards what fits under one
    seal. Answers to questions that are off are not fields here, so that sending them does nothing.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        journey: Journey,
        parts: list[str],
        answers: dict[str, Any],
        is_change: bool = False,
        prefix: str | None = None,
    ) -> None:
        shown = days.ticked(answers, journey.event)
        super().__init__(data, initial=shown, label_suffix="", prefix=prefix)
        self.parts = parts
        self.answers = answers
        self.journey, self.is_change = journey, is_change
        self.rounds = journey.rounds if "sessions" in parts else []
        self.own = journey.own if "own" in parts else []
        wishes = answers.get(drafts.CHOICES, {})
        known = self._known()
        asking = Asking(journey.event, journey.asks, self.rounds, wishes, journey.own, known)
        self.fields_of = {part: PARTS[part].fields(asking) for part in parts}
        # Only the kinds this page asks about: the consent on it is for them.
        self.kinds = [kind for part in parts for kind in journey.needs_in(part)]
        if self.kinds:
            last = [part for part in parts if journey.needs_in(part)][-1]
            self.fields_of[last]["needs_consent"] = self._consent(journey)
        if "together" in parts and {"food", "allergy"} & set(journey.asks):
            agreed = together.consent(self._words(journey))
            agreed.initial = companions.tells_of_food(companions.named(answers))
            self.fields_of["together"][companions.AGREED] = agreed
        if is_change:  # agreed to once, at booking, and so is who comes along
            self.fields_of.get("sharing", {}).pop("agree", None)
            self.fields_of.get("you", {}).pop(companions.HOW_MANY, None)
        for fields in self.fields_of.values():
            self.fields.update(fields)

    def _consent(self, journey: Journey) -> forms.BooleanField:
        """Never ticked beforehand; only an answer of this same page brings its tick back."""
        self.initial = {
            **self.initial,
            "needs_consent": bool(self.answers.get("needs_consent"))
            and needs.given(self.answers, self.kinds),
        }
        return forms.BooleanField(
            label=self._words(journey),
            help_text="Only if you gave an answer above.",
            required=False,
        )

    def _words(self, journey: Journey) -> str:
        return wording.needs_words(
            host=discreet.HOST if self._is_quiet(journey) else journey.host.name,
            who=journey.who_sees_needs,
            until=dates.hold(dates.day(journey.event.needs_erased_on)),
        )

    def _is_quiet(self, journey: Journey) -> bool:
        return discreet.asked_for(journey.event, self.answers)

    def clean(self) -> dict[str, Any]:
        cleaned = Cleaned(self, self.rounds, self.own, self.answers)
        for part in self.parts:
            PARTS[part].clean(cleaned)
        if self.kinds:
            self._clean_consent(cleaned)
        if not self.errors and not drafts.fits({**self.answers, **self.given()}):
            self.add_error(*self._too_long())
        return self.cleaned_data

    def _clean_consent(self, cleaned: Cleaned) -> None:
        ticked = bool(cleaned["needs_consent"])
        if needs.given(self.cleaned_data, self.kinds) and not ticked:
            cleaned.wrong("needs_consent", _CONSENT_MISSING)
        elsewhere = [kind for kind in needs.KEYS if kind not in self.kinds]
        agreed = bool(self.answers.get("needs_consent")) and needs.given(self.answers, elsewhere)
        cleaned.put("needs_consent", ticked or agreed)

    def _too_long(self) -> tuple[str, str]:
        """What to shorten: the longest text; where nothing is typed, the choice of sessions."""
        given = self.cleaned_data
        said = {**given, **own.typed(given), **together.typed(given)}
        typed = {
            name: len(value.encode()) for name, value in said.items() if isinstance(value, str)
        }
        if not typed:
            return next(iter(self.fields)), _TOO_MANY
        return max(typed, key=lambda name: typed[name]), _TOO_LONG

    def over(self, answers: dict[str, Any]) -> "AnswersForm":
        """The same page with what was typed, over other answers."""
        data = self.data if self.is_bound else None
        return AnswersForm(
            data,
            journey=self.journey,
            parts=self.parts,
            answers=answers,
            is_change=self.is_change,
            prefix=self.prefix,
        )

    def given(self) -> dict[str, Any]:
        """The clean answers by key, as drafts and deeds take them."""
        return dict(self.cleaned_data)

    def _known(self) -> dict[str, Any]:
        """The answers so far; what is needed of rooms as it was ticked on this very page."""
        if self.is_bound and "support" in self.parts and isinstance(self.data, QueryDict):
            return {**self.answers, "access": self.data.getlist(self.add_prefix("access"))}
        return self.answers

    def wishes(self) -> Iterator[tuple[Round, list[BoundField], list[Unsuited]]]:
        """The rounds, each with its fields, best first, and the sessions that do not suit."""
        known = self._known()
        for one in self.rounds:
            names = [name for name in self.fields_of["sessions"] if one.key in name]
            lacking = sessions.unsuited(one, self.journey.event, known)
            yield one, [self[name] for name in names], lacking

    @property
    def is_unsuited(self) -> bool:
        """Whether some session does not suit, so that the page says whom to tell."""
        return any(lacking for _one, _fields, lacking in self.wishes())

    @property
    def company(self) -> int:
        """How many come along, as far as this page asks about them."""
        return companions.wanted(self.answers)

    @property
    def agreed(self) -> BoundField | None:
        """The tick that they agree to what is held of them, where something is asked."""
        return self[companions.AGREED] if companions.AGREED in self.fields else None

    def people(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Who comes along: "First person" and so on, each with the fields about them."""
        names = [name for name in self.fields_of.get("together", {}) if together.whose(name)]
        for who, of_one in groupby(names, key=together.whose):
            yield who, [self[name] for name in of_one]

    def sections(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Name, heading and fields of each part, for a page that shows several."""
        for part, fields in self.fields_of.items():
            yield part, PARTS[part].heading, [self[name] for name in fields]


class StartForm(forms.Form):
    """Begins a registration. `key` is the link of a draft, given out before the draft exists."""

    key = forms.CharField(max_length=43, widget=forms.HiddenInput)

    def clean_key(self) -> uuid.UUID:
        draft_id = tickets.unborn(self.cleaned_data["key"])
        if draft_id is None:
            raise forms.ValidationError("Press the button once more.")
        return draft_id


class LastForm(forms.Form):
    """The last button. `expects` is what it promised: a place, or the waiting list."""

    expects = forms.ChoiceField(
        choices=[("place", "A place"), ("waiting", "The waiting list")],
        widget=forms.HiddenInput,
    )

    @property
    def takes_the_waiting_list(self) -> bool:
        return self.is_valid() and self.cleaned_data["expects"] == "waiting"


class EraseForm(forms.Form):
    """The second button of a page about needs: erase them all, now."""

    erase = forms.BooleanField(widget=forms.HiddenInput)

    @property
    def wants_it(self) -> bool:
        return self.is_valid()
