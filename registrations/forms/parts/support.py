"""What somebody needs to take part: arrangements, interpreter, childcare, travel, company."""

from typing import Any

from django import forms

from forum.widgets import NumberInput
from registrations import bank_details, options
from registrations.forms.parts.food import other
from registrations.forms.parts.part import (
    Asking,
    Cleaned,
    Conditional,
    Part,
    Pick,
    PickIfSo,
    SecretLineIfSo,
    Tick,
)

_HOW_MANY = "Enter how many children, using numbers"
_MOST_CHILDREN = 20
_CHILDREN = {f"children_{band}": band for band in options.CHILDREN}
_CHILDREN_ASKED = {
    "under_2": "If yes, how many children under 2?",
    "2_to_4": "How many of 2 to 4?",
    "5_to_11": "How many of 5 to 11?",
    "12_or_over": "How many of 12 or over?",
}


class _ChildrenIfSo(Conditional, forms.IntegerField):
    """How many children of an age."""

    def __init__(self, **kwargs: Any) -> None:
        told = {
            "invalid": _HOW_MANY,
            "min_value": _HOW_MANY,
            "max_value": f"Enter {_MOST_CHILDREN} or fewer, or call us",
        }
        super().__init__(
            min_value=0,
            max_value=_MOST_CHILDREN,
            widget=NumberInput({"autocomplete": "off"}),
            error_messages=told,
            **kwargs,
        )


class _TownIfSo(SecretLineIfSo):
    """From where somebody comes: never what looks like bank details."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(bank_details.refuse)


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if asking.has("access"):
        offered = options.offered(asking.questions["access"])
        fields["access"] = Tick(
            offered,
            label="What should we arrange?",
            help_text=(
                "Tick any. You do not need to tell us about a disability or health condition."
            ),
        )
        if "other" in offered:
            fields["access_other"] = SecretLineIfSo(
                label="If something else, what?", max_length=200
            )
        fields["talk"] = Pick(options.TALK, label="Would you like us to talk with you about this?")
    if asking.has("interpretation"):
        fields["interpreter"] = Pick(
            options.INTERPRETER,
            label="Do you need an interpreter?",
            help_text="Interpreting is free.",
        )
        fields["interpreter_language"] = SecretLineIfSo(
            label="If yes, which language, and dialect if it matters?", max_length=60
        )
    if asking.has("childcare"):
        fields |= _childcare(asking.answers.get("children") or {})
    if asking.has("travel"):
        fields |= _travel()
    if asking.has("accompaniment"):
        fields["accompaniment"] = Pick(
            options.ACCOMPANIMENT,
            label="Would it help if somebody came with you?",
            help_text="We look for somebody, and ask you before they come.",
        )
    return fields


def _childcare(before: dict[str, int]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "childcare": Pick(
            options.YES_NO,
            label="Do you need childcare during the event?",
            help_text="We will call you about what they need. Do not write their names here.",
        )
    }
    for name, band in _CHILDREN.items():
        fields[name] = _ChildrenIfSo(label=_CHILDREN_ASKED[band], initial=before.get(band))
    return fields


def _travel() -> dict[str, forms.Field]:
    return {
        "travel": Pick(
            options.TRAVEL,
            label="Would help with travel cost make it possible to come?",
            help_text="Do not book until we say yes. We will not ask for bank details here.",
        ),
        "travel_from": _TownIfSo(
            label="If yes, which town or station do you start from?",
            help_text="Not your address.",
            max_length=60,
        ),
        "travel_about": PickIfSo(options.TRAVEL_ABOUT, label="If yes, about how much is it?"),
    }


def _clean(answers: Cleaned) -> None:
    other(answers, "access", "access_other", "Say what else you need, or untick “Something else”")
    which = answers["interpreter"]
    if which == "no":
        answers.ignore(["interpreter_language"])
    elif which in ("spoken", "other") and not answers["interpreter_language"]:
        answers.wrong("interpreter_language", "Enter the language you need")
    elif answers["interpreter_language"] and not which:
        answers.wrong("interpreter", "Choose which kind of interpreter you need, or choose No")
    if answers.has("childcare"):
        _clean_childcare(answers)
    _clean_travel(answers)


def _clean_childcare(answers: Cleaned) -> None:
    """Put the numbers together as `children`: the boxes are answers no more."""
    if answers["childcare"] == "no":
        answers.ignore(_CHILDREN)
    is_wrong = not answers.form.errors.keys().isdisjoint(_CHILDREN)
    counts = {band: answers.take(name) for name, band in _CHILDREN.items()}
    children = {band: count for band, count in counts.items() if count}
    if children:
        answers.put("childcare", "yes")  # somebody who gives a number and forgets the Yes
    elif answers["childcare"] == "yes" and not is_wrong:
        answers.wrong(next(iter(_CHILDREN)), _HOW_MANY)
    answers.put("children", children)


def _clean_travel(answers: Cleaned) -> None:
    how = answers["travel"]
    if how == "no":
        answers.ignore(["travel_from", "travel_about"])
    elif how and not answers["travel_from"]:
        answers.wrong("travel_from", "Enter the town or station you start from")
    elif not how and (answers["travel_from"] or answers["travel_about"]):
        answers.wrong("travel", "Choose how we can help, or choose No")


PART = Part("What you need to take part", _fields, _clean)
