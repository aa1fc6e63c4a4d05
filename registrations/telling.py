"""Telling people about their own booking: by mail, or by a line on the list of whom to call."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from forum import outbox
from forum.models import Event
from registrations.models import Call, Registration
from registrations.models.registrations import ContactBy


def tell(registration: Registration, kind: str, *, due_at: datetime | None = None) -> None:
    """Queue a mail about a booking, or note a call, in the transaction of the deed.

    The mail leaves at once, or at `due_at`. Somebody who looks at their booking page and left
    neither address nor number is told there.
    """
    about = [(registration, registration.id)]
    tell_many(about, kind, event=registration.event, now=timezone.now(), due_at=due_at)


def tell_many(
    about: Iterable[tuple[Registration, uuid.UUID]],
    kind: str,
    *,
    event: Event,
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """The same for many: each person with the id of what the composer asks for; how many mails.

    The registrations come with their `helper`. Two queries, however many people they are.
    """
    mails, calls = [], []
    for registration, row_id in about:
        address = registration.mail_address
        if reads_mail(registration) and outbox.is_one_address(address):
            mails.append((address, row_id))
        elif registration.telephone:
            calls.append(
                Call(
                    event=event,
                    registration=registration,
                    kind=kind,
                    row_id=row_id,
                    created_at=now,
                )
            )
    Call.objects.bulk_create(calls, batch_size=500)
    if not mails:
        return 0
    return len(outbox.queue_many(kind=kind, to=mails, event=event, due_at=due_at, now=now))


def reads_mail(registration: Registration) -> bool:
    """Whether the person, or whoever helps them, is written to by mail."""
    by_mail = registration.contact_by in (ContactBy.EMAIL, ContactBy.HELPER)
    return by_mail and bool(registration.mail_address)
