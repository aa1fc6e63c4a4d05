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
from registrations.breakouts.pinning import MoveError, move
from registrations.breakouts.placements import Given, Mine, mine, placements_of, published
from registrations.breakouts.publishing import NotPublishedError, publish
from registrations.breakouts.rounds import Round, is_closed, open_rounds, rounds, topics
from registrations.breakouts.running import NothingToPlaceError, run

__all__ = [
    "CLOSED",
    "MOST",
    "ChoiceError",
    "Given",
    "Mine",
    "MoveError",
    "NotPublishedError",
    "NothingToPlaceError",
    "Round",
    "Wished",
    "checked",
    "choose",
    "faults",
    "is_closed",
    "mine",
    "move",
    "open_rounds",
    "placements_of",
    "publish",
    "published",
    "rounds",
    "run",
    "take",
    "told",
    "topics",
    "wishes_of",
]
