"""Sending a private link to somebody who lost it, and to nobody else."""

from django.db import transaction

from forum import outbox, tries
from registrations.models import Registration
from registrations.models.registrations import ContactBy

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

    Only to the address in the booking, and nothing is said about whether there was one. Somebody
    who gave a phone number has no address to send to, and calls.
    """
    found = Registration.objects.finished().filter(code=code, contact_by=ContactBy.EMAIL)
    for registration in found.filter(email__iexact=contact).select_related("event"):
        outbox.queue(
            kind="link", to=registration.email, row_id=registration.id, event=registration.event
        )
