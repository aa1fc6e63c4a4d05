"""What somebody asked the team to arrange, as their own page tells it."""

from dataclasses import dataclass
from typing import Any

from registrations import drafts, needs, options

# How somebody would come along, in the middle of a sentence.
_COMPANY = {
    "travel": "travels with you",
    "sit": "sits with you",
    "both": "travels and sits with you",
}


@dataclass(frozen=True)
class Asked:
    """One kind of need as its person sees it: what was asked, and how far it has got."""

    kind: str
    what: str
    state: str
    step: str
    is_named: bool = False  # whether the kitchen gets it with the badge name


def asked(answers: dict[str, Any]) -> list[Asked]:
    """The needs in a booking, each with its state in words; nothing for "no" and for blanks."""
    said = {
        "food": f"meals ({_small(options.meals(answers))})",
        "allergy": f"foods that make you ill ({_small(options.allergens(answers))})",
        "access": _small(options.access(answers)) or "a talk about what you need",
        "interpretation": f"interpreter ({options.interpreter(answers)})",
        "childcare": f"childcare for {options.children(answers)}",
        "travel": f"help with travel: {_first_small(options.travel(answers))}",
        "accompaniment": f"somebody who {_COMPANY.get(answers.get('accompaniment', ''), '')}",
        "own": "what you told us under “A few more questions”",
    }
    named = answers.get("kitchen_name") == "yes"
    return [
        Asked(
            kind,
            said[kind],
            answers.get("states", {}).get(kind, needs.ASKED),
            drafts.PAGE_OF[kind],
            named,
        )
        for kind in needs.KEYS
        if needs.is_asked(kind, answers)
    ]


def _small(words: str) -> str:
    """Options in the middle of a sentence: without their capital, "I" keeps its own."""
    return ", ".join(
        word if word.startswith("I ") else word[:1].lower() + word[1:] for word in words.split(", ")
    )


def _first_small(words: str) -> str:
    return words[:1].lower() + words[1:]
