"""Breakouts: what people wish for, and where they go."""

from registrations.breakouts.choosing import (
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
from registrations.breakouts.input import of_rooms
from registrations.breakouts.own_reasons import Missed
from registrations.breakouts.pinning import MoveError, move
from registrations.breakouts.placements import (
    Given,
    Mine,
    goes_with,
    mine,
    placements_of,
    published,
)
from registrations.breakouts.publishing import NotPublishedError, publish
from registrations.breakouts.rounds import (
    Round,
    closed_words,
    closes,
    is_closed,
    open_rounds,
    rounds,
    topics,
)
from registrations.breakouts.running import NothingToPlaceError, run
from registrations.breakouts.suiting import Unsuited, lacks, unsuited

__all__ = [
    "MOST",
    "ChoiceError",
    "Given",
    "Mine",
    "Missed",
    "MoveError",
    "NotPublishedError",
    "NothingToPlaceError",
    "Round",
    "Unsuited",
    "Wished",
    "checked",
    "choose",
    "closed_words",
    "closes",
    "faults",
    "goes_with",
    "is_closed",
    "lacks",
    "mine",
    "move",
    "of_rooms",
    "open_rounds",
    "placements_of",
    "publish",
    "published",
    "rounds",
    "run",
    "take",
    "told",
    "topics",
    "unsuited",
    "wishes_of",
]
