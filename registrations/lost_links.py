"""Sending a private link to somebody who lost it, and to nobody else."""

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from forum import outbox
from registrations.models import Registration
from registrations.models.registrations import ContactBy

_WAIT = 600  # seconds
_TRIES_PER_CODE = 5
# Somebody may sit behind one address with a whole office or a mobile network.
_TRIES_PER_ADDRESS = 30


def may_try(*, code: str, address: str) -> bool:
    """Whether this code and this network address have tries left; counts this one.

    Five tries for a code and thirty for an address in ten minutes. Neither is kept as it is.
    """
    counts = [_count("code", code), _count("address", address)]
    return counts[0] <= _TRIES_PER_CODE and counts[1] <= _TRIES_PER_ADDRESS


def _count(what: str, value: str) -> int:
    key = f"find-{what}-{salted_hmac('registrations.lost_links', value).hexdigest()}"
    cache.add(key, 0, _WAIT)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1


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
