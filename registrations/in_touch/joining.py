"""From the yes in a booking to the list, and off it again when the yes is taken back."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from forum import outbox
from forum.models import Host
from registrations.in_touch.erasing import erase
from registrations.models import Consent, Registration, Subscriber
from registrations.models.in_touch import UNANSWERED
from registrations.models.needs import ConsentKind
from registrations.models.registrations import ContactBy, State


def may_be_asked(registration: Registration) -> bool:
    """Whether this booking may put an address on the list: a quiet one never does."""
    return not registration.keeps_quiet


def follow(registration: Registration, *, was: str = "") -> None:
    """Bring the lead host's list in line with what this booking says now. Doing it twice is once.

    `was` is the address that the booking had before. Call it in the transaction of the deed, after
    the consent is written.
    """
    said = registration.consents.filter(kind=ConsentKind.NEWS).order_by("given_at", "id").last()
    has_moved = bool(was) and was.casefold() != registration.email.casefold()
    if said is None and not has_moved:
        return
    host = registration.event.lead_host
    if has_moved:
        let_go(host=host, address=was)
    if said is None or not registration.email:
        return
    if said.withdrawn_at:
        let_go(host=host, address=registration.email, said_until=said.withdrawn_at)
    elif may_be_asked(registration) and registration.contact_by == ContactBy.EMAIL:
        _put_on(host, registration, said)


def join(registration: Registration, said: Consent) -> None:
    """Put the address of a new booking on the lead host's list, for the yes just written."""
    if registration.email and registration.contact_by == ContactBy.EMAIL:
        _put_on(registration.event.lead_host, registration, said)


def _put_on(host: Host, registration: Registration, said: Consent) -> None:
    """One row for an address in any case; a later yes renews it, an earlier one changes nothing."""
    if not outbox.is_one_address(registration.email):
        return
    fields: dict[str, Any] = {
        "language": registration.language,
        "wording": said.wording,
        "given_at": said.given_at,
    }
    row, is_new = Subscriber.objects.get_or_create(
        host=host,
        email__iexact=registration.email,
        defaults={"email": registration.email, **fields},
    )
    if not is_new:
        older = Subscriber.objects.filter(pk=row.pk, given_at__lt=said.given_at)
        older.update(**fields, **UNANSWERED)


def let_go(*, host: Host, address: str, said_until: datetime | None = None) -> None:
    """Take an address off the list, unless another living booking of it at the host says yes.

    With `said_until` only a yes that is not younger: it was another one that was taken back.
    """
    rows = Subscriber.objects.filter(host=host, email__iexact=address)
    if said_until:
        rows = rows.filter(given_at__lte=said_until)
    if rows.exists() and not says_yes(host, address).exists():
        erase(rows)


def says_yes(host: Host, address: str) -> QuerySet[Consent]:
    """The living yeses of an address in bookings at events that the host leads."""
    return Consent.objects.filter(
        kind=ConsentKind.NEWS,
        withdrawn_at=None,
        registration__email__iexact=address,
        registration__contact_by=ContactBy.EMAIL,
        registration__is_discreet=False,
        registration__event__is_discreet=False,
        registration__event__event_hosts__host=host,
        registration__event__event_hosts__is_lead=True,
    ).exclude(registration__state__in=[State.CANCELLED, State.DRAFT])
