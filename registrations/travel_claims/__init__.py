"""Help with the cost of travel: asked, approved, booked, paid or refused, to the penny.

Everything about it lies sealed with the event's key for travel, also whose it is. The key outlives
that of needs, because cash is paid after the day, and is destroyed 60 days after the event
(design 4). There is never a field for bank details.
"""

from registrations.travel_claims.claim import HOW, STATES, Claim, ClaimError, every, of, of_readable
from registrations.travel_claims.deciding import approve, book, pay, refuse, take_back_payment
from registrations.travel_claims.forgetting import forget
from registrations.travel_claims.key import make_missing_keys
from registrations.travel_claims.listing import Line, Sheet, cash, in_cash, look_at, sheet
from registrations.travel_claims.money import exact, pounds
from registrations.travel_claims.told import asked, told, told_to

__all__ = [
    "HOW",
    "STATES",
    "Claim",
    "ClaimError",
    "Line",
    "Sheet",
    "approve",
    "asked",
    "book",
    "cash",
    "every",
    "exact",
    "forget",
    "in_cash",
    "look_at",
    "make_missing_keys",
    "of",
    "of_readable",
    "pay",
    "pounds",
    "refuse",
    "sheet",
    "take_back_payment",
    "told",
    "told_to",
]
