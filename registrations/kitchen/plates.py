"""What is on whose plate, in the kitchen's words: the meals of one person, and what makes them ill.

A plate carries a name only where its owner said yes to that.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from registrations import options
from registrations.kitchen.eaters import Eater
from registrations.models.questions import QuestionKind
from registrations.needs_words import said

# The kitchen reads these, not the person who ticked them.
MEALS = {**options.MEALS, "everything": "Everything"}
DANGEROUS = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
NOT_ASKED, NO_ANSWER, UNREADABLE = "Not asked", "No answer", "Cannot be opened"
ANOTHER_FOOD = "Another food"
FOODS = [*options.ALLERGENS.values(), ANOTHER_FOOD]


@dataclass(frozen=True)
class Plate:
    """A plate with a name, and what must not be on it; `dangerous` is "Yes", "No" or "Not sure"."""

    name: str
    foods: list[str]
    dangerous: str

    @property
    def avoid(self) -> str:
        return ", ".join(self.foods)

    @property
    def is_dangerous(self) -> bool:
        """Whether it can be dangerous for its owner, as far as is known."""
        return self.dangerous != DANGEROUS["no"]


def option(eater: Eater, on: set[str]) -> str:
    """What one person can eat, with everything they ticked: "Halal, no beef" is one plate.

    `on` are the kinds of question that are asked, with options.SUITS_ALL where all food suits.
    """
    if not eater.is_readable:
        return UNREADABLE
    if QuestionKind.FOOD not in on:
        return NOT_ASKED
    ticked = said(MEALS, eater.answers.get("meals", []))
    if not ticked and options.SUITS_ALL in on:
        return options.SUITS_ALL_WORDS
    return ", ".join(ticked).capitalize() if ticked else NO_ANSWER


def foods(answers: dict[str, Any], *, in_words: bool) -> list[str]:
    """The foods that make somebody ill; a food of their own as they wrote it, or only that."""
    found = said(options.ALLERGENS, answers.get("allergens", []))
    if own := answers.get("allergen_other"):
        found.append(own if in_words else ANOTHER_FOOD)
    return found


def named(eaters: list[Eater]) -> list[Plate]:
    """The plates that carry a name, because their owners agreed to it."""
    return [
        Plate(
            name=eater.name,
            foods=foods(eater.answers, in_words=True),
            dangerous=DANGEROUS.get(eater.answers.get("dangerous", ""), NO_ANSWER),
        )
        for eater in eaters
        if eater.is_ill_from_food and eater.answers.get("kitchen_name") == "yes"
    ]


def in_their_words(eaters: list[Eater]) -> list[tuple[str, str, int]]:
    """What people wrote themselves, without a name: about what, the words, and how many did."""
    written = Counter(
        (subject, eater.answers[key])
        for eater in eaters
        for subject, key in [("Meal", "meal_other"), ("Makes them ill", "allergen_other")]
        if eater.answers.get(key)
    )
    return [(*about, count) for about, count in sorted(written.items())]
