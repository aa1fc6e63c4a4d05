"""Breakouts: what people wish for, and where they go."""

from registrations.breakouts.choosing import (
    CLOSED,
    MOST,
    ChoiceError,
    Wished,
    checked,
    choose,
    faults,
    take,
    told,
    wishes_of,
)
from registrations.breakouts.placements import Given, Mine, mine, placements_of, published
from registrations.breakouts.rounds import Round, is_closed, open_rounds, rounds, topics

__all__ = [
    "CLOSED",
    "MOST",
    "ChoiceError",
    "Given",
    "Mine",
    "Round",
    "Wished",
    "checked",
    "choose",
    "faults",
    "is_closed",
    "mine",
    "open_rounds",
    "placements_of",
    "published",
    "rounds",
    "take",
    "told",
    "topics",
    "wishes_of",
]
