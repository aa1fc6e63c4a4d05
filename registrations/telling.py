"""Telling somebody about their own booking."""

from forum import outbox
from registrations.models import Registration
from registrations.models.registrations import ContactBy


def tell(registration: Registration, kind: str) -> None:
    """Queue a mail about a booking, in the transaction of the deed; nothing without an address."""
    if registration.contact_by == ContactBy.EMAIL and registration.email:
        outbox.queue(
            kind=kind,
            to=registration.email,
            row_id=registration.id,
            event=registration.event,
        )
