"""What the team writes itself to a part of an event's people: written, tried, sent, read.

A message is a draft until somebody has looked at it and sends it, or lets it leave at a day and
hour. Each person it is for has one `Delivery`, made in the transaction in which it leaves, so that
a killed process tells all or none and nobody is told twice.
"""

from registrations.announcing.due import send_due, send_later_due
from registrations.announcing.keeping import forget_old, is_shut, writable_until
from registrations.announcing.log import Standing, came_back, standing
from registrations.announcing.reading import Read, read_by
from registrations.announcing.sending import (
    ChangedError,
    RefusedError,
    Seen,
    call_off,
    schedule,
    send,
)
from registrations.announcing.writing import (
    NotADraftError,
    Said,
    WrongError,
    delete,
    edit,
    faults,
    test_to,
    write,
)

__all__ = [
    "ChangedError",
    "NotADraftError",
    "Read",
    "RefusedError",
    "Said",
    "Seen",
    "Standing",
    "WrongError",
    "call_off",
    "came_back",
    "delete",
    "edit",
    "faults",
    "forget_old",
    "is_shut",
    "read_by",
    "schedule",
    "send",
    "send_due",
    "send_later_due",
    "standing",
    "test_to",
    "writable_until",
    "write",
]
