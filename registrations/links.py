"""Sending somebody their private link once more, because a colleague asked for it."""

from django.db import transaction

from forum import audit, outbox
from forum.models import User
from registrations.models import Registration


class NoAddressError(Exception):
    """The person gave no email address: they find their booking with their code."""


@transaction.atomic
def send_again(*, registration: Registration, by: User) -> None:
    """Queue the mail with the link to the person's own page. Audited as "sent the link again".

    Raises NoAddressError. The team never sees the link itself: it opens what a person needs.
    """
    if not registration.email:
        raise NoAddressError
    event = registration.event
    outbox.queue(kind="link", to=registration.email, row_id=registration.id, event=event)
    audit.record(deed="sent the link again", by=by, event=event, row_id=registration.id)
