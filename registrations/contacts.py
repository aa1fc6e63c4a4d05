"""Correcting how somebody is reached, after a mail came back or a number was wrong."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum import audit, outbox
from forum.models import User
from registrations import booking, companions, places
from registrations.models import Helper, Registration
from registrations.models.registrations import ContactBy
from registrations.telling import follow

DEED = "corrected a contact"


@transaction.atomic
def correct(
    *,
    registration: Registration,
    contact_by: str,
    email: str = "",
    phone: str = "",
    by: User,
    now: datetime | None = None,
) -> None:
    """Write down another way to reach somebody; what was not told yet goes that way.

    Where an address is replaced the links in its mailbox stop working, and the new one is sent a
    link. Of somebody whom a helper entered, "helper" corrects the helper's own address and number.
    The same once more changes nothing. The row given is brought up to date. Raises
    outbox.AddressError.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    if email:
        outbox.one_address(email)
    if contact_by == ContactBy.HELPER == held.contact_by and held.helper:
        _correct_helper(held.helper, held, email, phone, by, now)
    elif (contact_by, email, phone) != (held.contact_by, held.email, held.phone):
        answers = {"contact_by": contact_by, "email": email, "phone": phone}
        booking.change(registration=held, answers=answers, by=by, deed=DEED, now=now)
    registration.refresh_from_db()


def _correct_helper(
    helper: Helper, of: Registration, email: str, phone: str, by: User, now: datetime
) -> None:
    """A new address of a helper: for all whom they entered, and with a new link to their page."""
    if (email, phone) == (helper.email, helper.phone):
        return
    has_moved = helper.email.casefold() != email.casefold()
    helper.link_version += bool(has_moved and helper.email)
    helper.email, helper.phone, helper.touched_at = email, phone, now
    helper.save(update_fields=["email", "phone", "link_version", "touched_at"])
    theirs = helper.people.filter(contact_by=ContactBy.HELPER)
    for person in theirs:
        person.event, person.helper = of.event, helper
        follow(person)
    if has_moved:  # mails about them lie in the old mailbox too
        theirs.update(link_version=F("link_version") + 1)
        companions.end_links(*theirs)
    if has_moved and email:
        outbox.readdress(row_id=helper.id, to=email)
        outbox.queue(kind="helper_page", to=email, row_id=helper.id, event=of.event)
    audit.record(deed=DEED, by=by, event=of.event, row_id=of.id)
