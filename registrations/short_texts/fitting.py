"""Making words fit into a text message: what may go goes, the link never does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.emails import shortened
from registrations.emails.announcements import LONGEST as MOST

__all__ = ["MOST", "Saying", "fitted"]


@dataclass(frozen=True)
class Saying:
    """What a text says: what is so, details that may be left out, and what to do.

    `ask` stands before the link; `answer` instead of both, where no link is given.
    """

    so: str
    details: Sequence[str] = field(default_factory=list)
    ask: str = "See your booking"
    answer: str = ""
    link: str = ""


def fitted(saying: Saying, *, has_link: bool = True) -> str:
    """The text on one line, at most 300 characters; the last details go first."""
    end = f"{saying.ask}: {saying.link}" if has_link and saying.link else saying.answer
    for kept in range(len(saying.details), -1, -1):
        text = _joined(saying.so, *saying.details[:kept], end)
        if len(text) <= MOST:
            return text
    return _joined(shortened(saying.so, MOST - len(end) - 1), end)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
