"""Deleting what is held about one person, because the person asks for it."""

from datetime import datetime

from django.db import transaction

from forum import audit, erased_pages, outbox
from forum.models import Message
from registrations import booking, companions, in_touch, places, tickets
from registrations.models import Registration
from registrations.telling import rows_about


@transaction.atomic
def forget(*, registration: Registration, now: datetime | None = None) -> None:
    """Give the place back and delete the booking with all that hangs on it. Twice is once.

    The needs are overwritten before their row goes. Figures that are not frozen yet are counted
    anew without the person, and so are the marks by which people are counted once a year. The
    mails about the booking go too, sent or not; one last mail says what was done. The address
    leaves the host's list of who wants to hear of later events. Raises
    Registration.DoesNotExist when the person's link ended meanwhile.
    """
    event = places.lock(registration.event_id)
    if not Registration.objects.filter(pk=registration.pk).exists():
        return
    held = tickets.still(registration, Registration.objects.all())
    if held.is_draft:
        return
    held.event = event
    address = held.email
    own, of_others = rows_about([held]), rows_about(companions.everyone(held))
    companions.hand_on(held, keeps_contact=False)  # nothing of this person stays with the others
    booking.cancel(registration=held, now=now)
    booking.erase_needs(registration=held)
    Message.objects.filter(row_id__in=own).delete()
    if address:  # what was written to it about those for whom the person spoke
        Message.objects.filter(row_id__in=of_others, to__iexact=address).delete()
    if address and outbox.is_one_address(address):
        outbox.queue(kind="deleted", to=address, row_id=event.id, event=event)
    audit.record(deed="deleted their own booking", by=None, event=event, row_id=held.id)
    held.delete()
    if address:
        in_touch.let_go(host=event.lead_host, address=address)
    erased_pages.settle_after_commit()
