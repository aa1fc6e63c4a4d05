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

    It goes to whoever reads mail for them. Raises NoAddressError. The team sees the link only by
    `words_to_give`, which writes it down: it opens what a person needs.
    """
    if not registration.mail_address:
        raise NoAddressError
    event = registration.event
    outbox.queue(kind="link", to=registration.mail_address, row_id=registration.id, event=event)
    audit.record(deed="sent the link again", by=by, event=event, row_id=registration.id)
