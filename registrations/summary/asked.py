"""What somebody asked the team to arrange, as their own page tells it."""

from dataclasses import dataclass
from typing import Any

from registrations import drafts, needs, promises


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
    said = promises.in_words(answers)
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
