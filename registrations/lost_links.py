"""Sending a private link to somebody who lost it, and to nobody else."""

import uuid

from django.db import transaction
from django.db.models import Q

from forum import outbox, tries
from registrations.models import Registration
from registrations.models.registrations import ContactBy

# Whose booking a link is for when there is none: its mail is dropped.
_NOBODY = uuid.UUID(int=0)
_TRIES_PER_CODE = 5
# Somebody may sit behind one address with a whole office or a mobile network.
_TRIES_PER_ADDRESS = 30


def may_try(*, code: str, address: str) -> bool:
    """Whether this code and this network address have tries left; counts this one.

    Five tries for a code and thirty for an address in ten minutes. Neither is kept as it is.
    """
    if not tries.may_try(what="find-address", value=address, most=_TRIES_PER_ADDRESS):
        return False
    return tries.may_try(what="find-code", value=code, most=_TRIES_PER_CODE)


@transaction.atomic
def send(*, code: str, contact: str) -> None:
    """Queue the link for every booking of this code that was made with this address.

    Whoever is reached through a helper is asked for with the helper's address, which is sent the
    link to the helper's page. Only to the address in the booking, and nothing is said about whether
    there was one: where there is none, a row that no mail comes of takes as long as the mail would.
    Somebody who gave a phone number has no address to send to, and calls.
    """
    own = Q(contact_by=ContactBy.EMAIL, email__iexact=contact)
    helped = Q(contact_by=ContactBy.HELPER, helper__email__iexact=contact)
    by_mail = Registration.objects.finished().filter(own | helped, code=code)
    found = list(by_mail.select_related("event", "helper"))
    for row in found:
        about = row.helper if row.contact_by == ContactBy.HELPER else None
        kind, row_id = ("helper_page", about.id) if about else ("link", row.id)
        outbox.queue(kind=kind, to=row.mail_address, row_id=row_id, event=row.event)
    if not found and outbox.is_one_address(contact):
        outbox.queue(kind="link", to=contact, row_id=_NOBODY)
