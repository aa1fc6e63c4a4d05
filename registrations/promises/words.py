"""What was asked for, in the middle of a sentence."""

from typing import Any

from registrations import options

# How somebody would come along, in the middle of a sentence.
_COMPANY = {
    "travel": "travels with you",
    "sit": "sits with you",
    "both": "travels and sits with you",
}


def in_words(answers: dict[str, Any]) -> dict[str, str]:
    """Every kind of need as it is said to the person: "interpreter (Tigrinya)"."""
    return {
        "food": f"meals ({_small(options.meals(answers))})",
        "allergy": f"foods that make you ill ({_small(options.allergens(answers))})",
        "access": _small(options.access(answers)) or "a talk about what you need",
        "interpretation": f"interpreter ({options.interpreter(answers)})",
        "childcare": f"childcare for {options.children(answers)}",
        "travel": f"help with travel: {_first_small(options.travel(answers))}",
        "accompaniment": f"somebody who {_COMPANY.get(answers.get('accompaniment', ''), '')}",
        "own": "what you told us under “A few more questions”",
    }


def _small(words: str) -> str:
    """Options in the middle of a sentence: without their capital, "I" keeps its own."""
    return ", ".join(
        word if word.startswith("I ") else word[:1].lower() + word[1:] for word in words.split(", ")
    )


def _first_small(words: str) -> str:
    return words[:1].lower() + words[1:]
