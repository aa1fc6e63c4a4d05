"""Who comes along: a name for each badge, who they are, and what they eat."""

from typing import Any

from django import forms

from registrations import companions, options
from registrations.forms.parts.part import (
    Asking,
    Cleaned,
    LineIfSo,
    Part,
    PickIfSo,
    SecretLineIfSo,
    TickIfSo,
)

_WHO = ["First person", "Second person", "Third person", "Fourth person", "Fifth person"]
_NO_NAME = "Enter a name for the badge, or go back and say that fewer come with you"
_NO_RELATION = "Choose who they are"
_NO_CONSENT = "Tick that they agree, or leave their food blank"
_PARTS = ["name", "relation", "meals", "ill"]


def name(number: int, part: str) -> str:
    """The name of the field of a person, counted from 0."""
    return f"with-{number}-{part}"


def whose(field: str) -> str:
    """Of whom a field speaks, "Second person"; nothing for any other field."""
    pieces = field.split("-")
    if pieces[0] != "with" or len(pieces) != 3:
        return ""
    return _WHO[int(pieces[1])]


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    people = companions.named(asking.answers)
    for number in range(companions.wanted(asking.answers)):
        before = people[number] if number < len(people) else {}
        for part, field in _of_one(asking, before).items():
            fields[name(number, part)] = field
    return fields


def _of_one(asking: Asking, before: dict[str, Any]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "name": LineIfSo(
            label="What name should be on their badge?",
            help_text="Any name they like.",
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            initial=before.get("name"),
        ),
        "relation": PickIfSo(
            companions.RELATION, label="Who are they?", initial=before.get("relation")
        ),
    }
    if asking.has("food"):
        offered = options.offered(asking.questions["food"])
        meals = {key: words for key, words in offered.items() if key != "other"}
        fields["meals"] = TickIfSo(
            meals, label="Which meals suit them?", initial=before.get("meals")
        )
    if asking.has("allergy"):
        fields["ill"] = SecretLineIfSo(
            label="Food that makes them ill, if there is any",
            max_length=60,
            initial=before.get("ill"),
        )
    return fields


def consent(words: str) -> forms.BooleanField:
    """That they agree to what is held of them, in the words that they agree to."""
    return forms.BooleanField(
        label="They told me that they agree, or I decide for them",
        help_text=f"Only if you said what they eat. This is what they agree to: “{words}”",
        required=False,
    )


def _clean(answers: Cleaned) -> None:
    """Put the people together as a list: the fields of each are answers no more."""
    people: list[dict[str, Any]] = []
    while answers.has(name(len(people), "name")):
        people.append(_one(answers, len(people)))
    answers.put(companions.WITH, people)
    tells = companions.tells_of_food(people)
    if tells and not answers[companions.AGREED]:
        answers.wrong(companions.AGREED, _NO_CONSENT)
    answers.put(companions.AGREED, tells and bool(answers[companions.AGREED]))


def _one(answers: Cleaned, number: int) -> dict[str, Any]:
    one = {part: answers.take(name(number, part)) for part in _PARTS}
    if not one["name"]:
        answers.wrong(name(number, "name"), _NO_NAME)
    if not one["relation"]:
        answers.wrong(name(number, "relation"), _NO_RELATION)
    return {part: value for part, value in one.items() if value}


def typed(given: dict[str, Any]) -> dict[str, str]:
    """What was typed of them, by the names of their fields again."""
    return {
        name(number, part): one[part]
        for number, one in enumerate(given.get(companions.WITH) or [])
        for part in ("name", "ill")
        if part in one
    }


PART = Part("Who comes with you", _fields, _clean)
