"""Off the list at once, without a question. Mails that still wait find no row and never leave."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Host, User
from registrations.in_touch.erasing import erase
from registrations.models import Consent, Subscriber
from registrations.models.needs import ConsentKind


class NotOnItError(Exception):
    """The address is not on the list."""


@transaction.atomic
def leave(*, subscriber: Subscriber, now: datetime | None = None) -> None:
    """Somebody presses "Stop writing to me". Twice is once."""
    if _take_off(subscriber, now or timezone.now()):
        audit.record(deed="left the list of later events", by=None, host=subscriber.host)


@transaction.atomic
def remove(*, host: Host, address: str, by: User, now: datetime | None = None) -> None:
    """Take off an address that asked in another way, such as by telephone. Raises NotOnItError."""
    row = Subscriber.objects.filter(host=host, email__iexact=address.strip()).first()
    if row is None or not _take_off(row, now or timezone.now()):
        raise NotOnItError
    audit.record(deed="took an address off the list of later events", by=by, host=host)


def _take_off(subscriber: Subscriber, now: datetime) -> bool:
    """Whether it was still there. What bookings say of it is taken back as well, so that none puts
    the address back on.
    """
    yeses = Consent.objects.filter(
        kind=ConsentKind.NEWS,
        withdrawn_at=None,
        registration__email__iexact=subscriber.email,
        registration__event__event_hosts__host=subscriber.host_id,
        registration__event__event_hosts__is_lead=True,
    )
    yeses.update(withdrawn_at=now)
    return erase(Subscriber.objects.filter(pk=subscriber.pk))
