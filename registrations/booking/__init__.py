"""Booking a place, changing it, giving it back (design 3.1, 3.2, 3.4, 3.5)."""

from registrations.booking.changing import (
    cancel,
    change,
    erase_needs,
    was_cancelled_by_the_team,
)
from registrations.booking.joining import (
    IncompleteError,
    begin,
    book,
    book_another,
    book_at_once,
    start,
)
from registrations.booking.opening import ClosedError, Why, why_closed
from registrations.booking.registering import register, register_together
from registrations.booking.restoring import RestoreError, restore
from registrations.booking.restoring import why_not as why_not_restore
from registrations.booking.together import TogetherError
from registrations.booking.together import add as add_companion
from registrations.booking.together import why_not as why_not_add
from registrations.needs import ConsentError
from registrations.places import FullError, places_left, places_left_by_event

__all__ = [
    "ClosedError",
    "ConsentError",
    "FullError",
    "IncompleteError",
    "RestoreError",
    "TogetherError",
    "Why",
    "add_companion",
    "begin",
    "book",
    "book_another",
    "book_at_once",
    "cancel",
    "change",
    "erase_needs",
    "places_left",
    "places_left_by_event",
    "register",
    "register_together",
    "restore",
    "start",
    "was_cancelled_by_the_team",
    "why_closed",
    "why_not_add",
    "why_not_restore",
]
