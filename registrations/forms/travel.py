"""Help with travel: yes or no, the reference of a ticket, what was paid. Never bank details."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum.forms.fields import LineField
from registrations import bank_details
from registrations import travel_claims as travel
from registrations.forms.parts.part import Conditional, LineIfSo, Pick

_POUNDS = re.compile(r"£? ?(?P<pounds>[0-9]{1,4})(?:\.(?P<pence>[0-9]{1,2}))?")
_ANSWERS = {**{key: f"Yes: {words.lower()}" for key, words in travel.HOW.items()}, "no": "No"}
_NO_BANK = "Never bank details."


class PoundsField(LineField):
    """An amount to the penny, as people type it: 24, 24.5 or £24.50."""

    wrong = "Enter an amount in pounds, such as 24 or 24.50"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("missing", self.wrong)
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=12, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = _POUNDS.fullmatch(typed)
        amount = Decimal(f"{found['pounds']}.{found['pence'] or '0'}") if found else Decimal(0)
        if amount <= 0:
            raise ValidationError(self.wrong, code="pounds")
        return amount


class PoundsIfSo(Conditional, PoundsField):
    """An amount that another answer asks for."""


class _WordsIfSo(LineIfSo):
    """Words that somebody reads: never what looks like bank details."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(bank_details.refuse)


class _ReferenceField(LineField):
    """The reference of a ticket, which may be eight digits, and no number of an account."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(bank_details.refuse_in_reference)


class DecideForm(forms.Form):
    """Yes, how and up to how much; or no, with words."""

    use_required_attribute = False

    answer = Pick(_ANSWERS, label="Do we help?", missing="Choose how we help, or choose No")
    up_to = PoundsIfSo(label="If yes, up to how much, in pounds?")
    words = _WordsIfSo(
        label="If no, what should they read?",
        help_text=f"Say why, and what they can do instead. {_NO_BANK}",
        max_length=160,
    )

    def __init__(self, data: Any = None, *, claim: travel.Claim | None = None) -> None:
        super().__init__(data, label_suffix="", initial=_said(claim))

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("answer") == "no":
            self.errors.pop("up_to", None)
            if not said.get("words") and "words" not in self.errors:
                self.add_error("words", "Say why, and what they can do instead: they read it")
        elif said.get("answer"):
            self.errors.pop("words", None)
            if not said.get("up_to") and "up_to" not in self.errors:
                self.add_error("up_to", PoundsField.wrong)
        return said


def _said(claim: travel.Claim | None) -> dict[str, str]:
    if claim is None:
        return {}
    if claim.up_to is None:
        return {"answer": "no", "words": claim.words}
    return {"answer": claim.how, "up_to": travel.exact(claim.up_to)}


class BookForm(forms.Form):
    """The ticket that was booked."""

    use_required_attribute = False

    reference = _ReferenceField(
        label="What is the reference of the ticket?",
        help_text=f"They read it on their booking page. {_NO_BANK}",
        max_length=60,
        missing="Enter the reference of the ticket",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, claim: travel.Claim | None = None) -> None:
        said = {"reference": claim.reference} if claim else {}
        super().__init__(data, label_suffix="", initial=said)


class PayForm(forms.Form):
    """What was paid."""

    use_required_attribute = False

    amount = PoundsField(label="How much was paid, in pounds?")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
