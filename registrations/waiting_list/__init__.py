"""The waiting list: first come, first served.

A free place is offered to whoever has waited longest and may have it, and is held for them until a
time that the offer names. Where the team chose to give places itself, nothing is offered.
"""

from registrations.waiting_list.answering import (
    LET_GO,
    TOOK_THE_PLACE,
    NoOfferError,
    accept,
    let_go,
)
from registrations.waiting_list.giving import (
    GAVE_A_PLACE,
    NoPlaceError,
    ReasonError,
    give_place,
    needs_a_reason,
)
from registrations.waiting_list.line import Party, position, seat, together_with
from registrations.waiting_list.offering import (
    MISSED,
    WAS_OFFERED,
    expire_due,
    offer_due,
    offer_free,
    offers_now,
)

__all__ = [
    "GAVE_A_PLACE",
    "LET_GO",
    "MISSED",
    "TOOK_THE_PLACE",
    "WAS_OFFERED",
    "NoOfferError",
    "NoPlaceError",
    "Party",
    "ReasonError",
    "accept",
    "expire_due",
    "give_place",
    "let_go",
    "needs_a_reason",
    "offer_due",
    "offer_free",
    "offers_now",
    "position",
    "seat",
    "together_with",
]
