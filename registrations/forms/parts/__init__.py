"""The parts of the form, each with its questions and its rules; a page shows one or all of them."""

from registrations.forms.parts import (
    food,
    organisation,
    own,
    sessions,
    sharing,
    support,
    together,
    you,
)
from registrations.forms.parts.part import Asking, Part

PARTS: dict[str, Part] = {
    "you": you.PART,
    "together": together.PART,
    "organisation": organisation.PART,
    "food": food.PART,
    "support": support.PART,
    "own": own.PART,
    "sessions": sessions.PART,
    "sharing": sharing.PART,
}

__all__ = ["PARTS", "Asking", "Part"]
