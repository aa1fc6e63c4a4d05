"""Breakouts: what people wish for, and where they go."""

from registrations.breakouts.choosing import ChoiceError, choose, is_closed
from registrations.breakouts.placements import Given, placements_of
from registrations.breakouts.rounds import Round, rounds, topics

__all__ = [
    "ChoiceError",
    "Given",
    "Round",
    "choose",
    "is_closed",
    "placements_of",
    "rounds",
    "topics",
]
