"""The outbox: mails are rows first, written with the deed that they tell of.

A row holds the kind, one address and the id of what it is about. The text is composed when the mail
leaves (settings.MAILS) and never stored. A mail is claimed by a lease, sent outside any transaction
and then marked: a killed worker loses none and repeats at most the one it was sending, under the
same Message-ID (security 7).
"""

from forum.outbox.keeping import forget_old, release, take_up_again
from forum.outbox.order import IN_DOUBT
from forum.outbox.queueing import (
    AddressError,
    is_one_address,
    one_address,
    queue,
    queue_many,
    readdress,
)
from forum.outbox.sending import message_id, send_due

__all__ = [
    "IN_DOUBT",
    "AddressError",
    "forget_old",
    "is_one_address",
    "message_id",
    "one_address",
    "queue",
    "queue_many",
    "readdress",
    "release",
    "send_due",
    "take_up_again",
]
