"""One person's needs in words, subject by subject, for the one who acts on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registrations import options, own_answers
from registrations.models import OwnQuestion


@dataclass(frozen=True)
class Part:
    """One subject with its questions and answers in words."""

    title: str
    answers: list[tuple[str, str]]


def parts(answers: dict[str, Any], own: Iterable[OwnQuestion] = ()) -> list[Part]:
    """What a person said, in the words they read; what was not answered is left out.

    `own` are the questions that the team wrote itself.
    """

    def one(key: str, words: dict[str, str]) -> str:
        return words.get(answers.get(key, ""), "")

    subjects = {
        "Food": [("Meals that suit", options.meals(answers))],
        "Food that makes ill": [
            ("Is there one", one("ill", options.YES_NO)),
            ("Which", options.allergens(answers)),
            ("Can it be dangerous", one("dangerous", options.DANGEROUS)),
            ("Badge name to the kitchen", one("kitchen_name", options.KITCHEN_NAME)),
        ],
        "To take part": [
            ("What to arrange", options.access(answers)),
            ("Talk with us about it", one("talk", options.TALK)),
        ],
        "Interpreter": [("Which", options.interpreter(answers))],
        "Childcare": [("For", options.children(answers))],
        "Help with travel": [
            ("How", one("travel", options.TRAVEL) if options.travel(answers) else ""),
            ("From", answers.get("travel_from", "")),
            ("About how much", one("travel_about", options.TRAVEL_ABOUT)),
        ],
        "Somebody to come along": [("How", options.accompaniment(answers))],
        "Your own questions": own_answers.lines(own, answers, sealed=True),
    }
    found = [
        Part(title, [(question, answer) for question, answer in rows if answer])
        for title, rows in subjects.items()
    ]
    return [part for part in found if part.answers]


def said(words: dict[str, str], keys: list[str]) -> list[str]:
    """The words for these keys in the order they are offered; a key without words as it is."""
    known = [label for key, label in words.items() if key in keys]
    return [*known, *(key for key in keys if key not in words)]
