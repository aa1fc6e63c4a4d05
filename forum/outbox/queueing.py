"""Putting mails into the outbox."""

import logging
import re
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from forum import tasks
from forum.models import Event, Message
from forum.models.ground import MessageState

logger = logging.getLogger(__name__)

# What a quoted local part may hold and a mail header may read as a second address.
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\"<>,;:\\()\[\]]")


class AddressError(ValueError):
    """What was given is not exactly one mail address."""


def queue(
    *,
    kind: str,
    to: str,
    row_id: uuid.UUID,
    event: Event | None = None,
    due_at: datetime | None = None,
) -> Message:
    """Write one mail into the outbox, in the caller's transaction; it leaves after the commit.

    `kind` is a name in settings.MAILS and `row_id` what its composer asks for. Raises AddressError
    unless `to` is exactly one address, KeyError for a kind that nobody composes.
    """
    now = timezone.now()
    return queue_many(kind=kind, to=[(to, row_id)], event=event, due_at=due_at, now=now)[0]


def queue_many(
    *,
    kind: str,
    to: Iterable[tuple[str, uuid.UUID]],
    event: Event | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> list[Message]:
    """Write one mail of a kind for each address and row id, all of them created at `now`.

    Raises what `queue` raises, and then none is written.
    """
    settings.MAILS[kind]
    rows = [
        Message(
            kind=kind,
            to=one_address(address),
            row_id=row_id,
            event=event,
            created_at=now,
            due_at=due_at or now,
        )
        for address, row_id in to
    ]
    Message.objects.bulk_create(rows, batch_size=500)
    if rows and not any(call[1] is nudge for call in transaction.get_connection().run_on_commit):
        transaction.on_commit(nudge)
    return rows


def readdress(*, row_id: uuid.UUID, to: str) -> None:
    """Send what still waits about this row to another address. Raises AddressError."""
    Message.objects.filter(row_id=row_id, state=MessageState.QUEUED).update(to=one_address(to))


def one_address(address: str) -> str:
    """The address as given. Raises AddressError unless it is exactly one."""
    if not is_one_address(address):
        raise AddressError("not one mail address")
    return address


def is_one_address(address: str) -> bool:
    """Whether this is exactly one mail address, fit for an envelope (security D10)."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254 and not _NOT_IN_AN_ADDRESS.search(address)


def nudge() -> None:
    """Ask a worker to send now, unless it is asked and has not begun: then it will see this too.

    It may fail: the schedule looks for what is due anyway.
    """
    try:
        if not tasks.waits(tasks.send_mail_now):
            tasks.send_mail_now.enqueue()
    except Exception as error:
        logger.warning("outbox: no nudge (%s)", type(error).__name__)
