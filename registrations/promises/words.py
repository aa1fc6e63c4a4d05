"""What was asked for and what became of it, as its person reads it and as the team does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from forum import dates
from registrations import options
from registrations.promises.promise import (
    ARRANGED,
    ARRANGING,
    ASKED,
    CANNOT,
    MET,
    Promise,
)

_HEADS = {
    ASKED: "We have this",
    ARRANGING: "We are arranging this",
    ARRANGED: "Arranged",
    CANNOT: "We cannot do this",
    MET: "Done",
}
# Words as short as a place or a time stand in the line that says it is arranged.
_IN_LINE = 40

# How somebody would come along, in the middle of a sentence.
_COMPANY = {
    "travel": "travels with you",
    "sit": "sits with you",
    "both": "travels and sits with you",
}


@dataclass(frozen=True)
class Told:
    """What the person reads: the state first, then what was asked; below it, by when and words."""

    head: str
    by_when: str = ""
    words: str = ""


def told(promise: Promise, what: str, today: date) -> Told:
    """A promise as its person reads it on `today`; `what` is as `in_words` says it."""
    head, words = f"{_HEADS[promise.state]}: {what}", promise.words
    if promise.state == ARRANGED and words and len(words) <= _IN_LINE and words[-1] not in ".!?":
        head, words = f"{head}, {words[0].lower() + words[1:]}", ""
    # A day that is over is no news to the person; the team sees it in red.
    waits = promise.state == ARRANGING and promise.due and promise.due >= today
    by_when = dates.hold(f"By {dates.short_day(promise.due)}.") if waits and promise.due else ""
    return Told(head, by_when, words)


def for_the_team(promise: Promise, answers: dict[str, Any]) -> str:
    """What was asked for in a few words; for the team's own questions their answers say it."""
    said = {
        "interpretation": options.interpreter(answers),
        "childcare": options.children(answers),
        "access": options.access(answers),
        "accompaniment": options.accompaniment(answers),
        "travel": options.travel(answers),
        "allergy": options.allergens(answers),
    }.get(promise.kind, "")
    if promise.kind == "allergy" and answers.get("dangerous") == "yes":
        said += ", dangerous for them"
    talk = _TALK.get(answers.get("talk", ""), "") if promise.kind == "access" else ""
    return ", ".join(filter(None, [said, talk]))


_TALK = {"call": "asks us to call", "email": "asks us to write an email"}


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
