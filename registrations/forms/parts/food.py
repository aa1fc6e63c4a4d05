"""What somebody eats and what makes them ill: what to do about it, never why."""

from django import forms

from registrations import options
from registrations.forms.parts.part import (
    Asking,
    Cleaned,
    Part,
    Pick,
    PickIfSo,
    SecretLineIfSo,
    Tick,
    TickIfSo,
)

_IF_ILL = ["allergens", "allergen_other", "dangerous", "kitchen_name"]


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if asking.has("food"):
        offered = options.offered(asking.questions["food"])
        fields["meals"] = Tick(
            offered,
            label="Which meals suit you?",
            help_text="Tick any. The caterer gets numbers, not names.",
        )
        if "other" in offered:
            fields["meal_other"] = SecretLineIfSo(label="If something else, what?", max_length=60)
    if asking.has("allergy"):
        fields |= {
            "ill": Pick(
                options.YES_NO,
                label="Is there a food that makes you ill?",
                help_text="You do not need to tell us why.",
            ),
            "allergens": TickIfSo(options.ALLERGENS, label="If yes, which foods?"),
            "allergen_other": SecretLineIfSo(label="Another food", max_length=60),
            "dangerous": PickIfSo(options.DANGEROUS, label="If yes, can it be dangerous for you?"),
            "kitchen_name": PickIfSo(
                options.KITCHEN_NAME,
                label="If yes, may the kitchen have your badge name?",
                help_text="Then your plate is marked for you.",
            ),
        }
    return fields


def _clean(answers: Cleaned) -> None:
    other(answers, "meals", "meal_other", "Say what else suits you, or untick “Something else”")
    if answers["ill"] == "no":
        answers.ignore(_IF_ILL)
        return
    named = answers["allergens"] or answers["allergen_other"]
    if named:
        answers.put("ill", "yes")  # somebody who ticks peanuts and forgets the Yes is not dropped
    elif answers["ill"] == "yes":
        answers.wrong("allergens", "Choose at least one food, or choose No")
    else:
        answers.ignore(_IF_ILL)


def other(answers: Cleaned, ticked: str, typed: str, words: str) -> None:
    """Words typed for "Something else" tick it; a tick without words is asked about."""
    chosen = answers[ticked] or []
    if answers[typed] and "other" not in chosen:
        answers.put(ticked, [*chosen, "other"])
    elif "other" in chosen and not answers[typed]:
        answers.wrong(typed, words)


PART = Part("Food", _fields, _clean)
