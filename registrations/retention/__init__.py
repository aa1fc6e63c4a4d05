"""The clocks of personal data: what is due is erased, also after a time when nothing ran.

Needs go 14 days after the event (at most 60), help with travel 60 days after it, bookings 180 days
after it, the key that counts people 30 days after the year (design section 4). Destroying a key is
the erasure that reaches old copies of the database; the rows are overwritten first, so that a key
kept somewhere else by mistake opens nothing in this one.
"""

from registrations.retention.clock import (
    ClockJumpedError,
    at_start,
    confirm,
    erase_due,
    erase_now,
    waits_for,
)
from registrations.retention.due import Coming, Due, coming, find, is_due, travel_erased_on
from registrations.retention.erasing import erase

__all__ = [
    "ClockJumpedError",
    "Coming",
    "Due",
    "at_start",
    "coming",
    "confirm",
    "erase",
    "erase_due",
    "erase_now",
    "find",
    "is_due",
    "travel_erased_on",
    "waits_for",
]
