"""The words for what people can say about needs, by the key that is stored.

Forms, the page of one person's needs and the kitchen's list say the same words.
"""

from dataclasses import dataclass
from typing import Any

MEALS = {
    "everything": "Everything",
    "vegetarian": "Vegetarian",
    "vegan": "Vegan",
    "halal": "Halal",
    "kosher": "Kosher",
    "no_pork": "No pork",
    "no_beef": "No beef",
    "other": "Something else",
}
ALLERGENS = {
    "celery": "Celery",
    "gluten": "Cereals with gluten",
    "crustaceans": "Crustaceans",
    "eggs": "Eggs",
    "fish": "Fish",
    "lupin": "Lupin",
    "milk": "Milk",
    "molluscs": "Molluscs",
    "mustard": "Mustard",
    "tree_nuts": "Tree nuts",
    "peanuts": "Peanuts",
    "sesame": "Sesame",
    "soya": "Soya",
    "sulphites": "Sulphites",
}
DANGEROUS = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
ACCESS = {
    "step_free": "A step-free route",
    "seat_front": "A seat near the front",
    "seat_door": "A seat near the door",
    "chair": "A chair while queueing",
    "hearing_loop": "A hearing loop",
    "captions": "Live captions",
    "large_print": "Large print",
    "papers_before": "Papers before the day",
    "quiet_room": "A quiet room",
    "private_room": "A private room at a set time",
    "supporter": "A supporter or personal assistant comes too",
    "assistance_dog": "An assistance dog comes too",
    "parking": "Parking close by",
    "evacuation": "Help to leave the building in an emergency",
    "other": "Something else",
}
TALK = {"no": "No", "call": "Yes, call", "email": "Yes, email"}
INTERPRETER = {
    "no": "No",
    "spoken": "Yes, a spoken language",
    "bsl": "Yes, British Sign Language",
    "other": "Yes, another way",
}
KITCHEN_NAME = {
    "yes": "Yes, their plate may carry their name",
    "no": "No, they will ask for it themselves",
}
YES_OR_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class Part:
    """One subject with its questions and answers in words."""

    title: str
    answers: list[tuple[str, str]]


def said(words: dict[str, str], keys: list[str]) -> list[str]:
    """The words for these keys, in the order they are offered; unknown keys as they are."""
    known = [label for key, label in words.items() if key in keys]
    return [*known, *(key for key in keys if key not in words)]


def parts(answers: dict[str, Any]) -> list[Part]:
    """What a person said, subject by subject; what was not answered is left out."""
    subjects = [
        (
            "Food",
            [
                ("Meals that suit", said(MEALS, answers.get("meals", []))),
                ("Something else", answers.get("meal_other")),
            ],
        ),
        (
            "Food that makes ill",
            [
                ("Is there one", YES_OR_NO.get(answers.get("ill", ""))),
                ("Which", said(ALLERGENS, answers.get("allergens", []))),
                ("Another food", answers.get("allergen_other")),
                ("Can it be dangerous", DANGEROUS.get(answers.get("dangerous", ""))),
                ("Name to the kitchen", KITCHEN_NAME.get(answers.get("kitchen_name", ""))),
            ],
        ),
        (
            "To take part",
            [
                ("What to arrange", said(ACCESS, answers.get("access", []))),
                ("Something else", answers.get("access_other")),
                ("Talk about it", TALK.get(answers.get("talk", ""))),
            ],
        ),
        (
            "Interpreter",
            [
                ("Do they need one", INTERPRETER.get(answers.get("interpreter", ""))),
                ("Which language", answers.get("interpreter_language")),
            ],
        ),
    ]
    found = [
        Part(title, [(question, _plain(answer)) for question, answer in rows if answer])
        for title, rows in subjects
    ]
    return [part for part in found if part.answers]


def _plain(answer: Any) -> str:
    return ", ".join(answer) if isinstance(answer, list) else str(answer)
