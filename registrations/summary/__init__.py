"""Answers told back to the person who gave them: before booking, and on their own page."""

from registrations.summary.asked import Asked, asked, asked_by
from registrations.summary.given import given, given_in_the_open, standing
from registrations.summary.parts import NOTHING, Line, Part, day_words, parts

__all__ = [
    "NOTHING",
    "Asked",
    "Line",
    "Part",
    "asked",
    "asked_by",
    "day_words",
    "given",
    "given_in_the_open",
    "parts",
    "standing",
]
