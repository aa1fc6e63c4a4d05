"""Telling people about their own booking: by mail, or by a line on the list of whom to call."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from forum import outbox
from forum.models import Event
from registrations.models import Call, Registration
from registrations.models.registrations import ContactBy


def tell(registration: Registration, kind: str) -> None:
    """Queue a mail about a booking, or note a call, in the transaction of the deed.

    Somebody who looks at their booking page and left neither address nor number is told there.
    """
    about = [(registration, registration.id)]
    tell_many(about, kind, event=registration.event, now=timezone.now())


def tell_many(
    about: Iterable[tuple[Registration, uuid.UUID]], kind: str, *, event: Event, now: datetime
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
    return len(outbox.queue_many(kind=kind, to=mails, event=event, now=now)) if mails else 0


def reads_mail(registration: Registration) -> bool:
    """Whether the person, or whoever helps them, is written to by mail."""
    by_mail = registration.contact_by in (ContactBy.EMAIL, ContactBy.HELPER)
    return by_mail and bool(registration.mail_address)
