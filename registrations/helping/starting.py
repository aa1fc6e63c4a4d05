"""Beginning to register others: a row of one's own, and its link by mail."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.models import Event, Organisation
from registrations.booking.opening import must_be_open
from registrations.models import Helper


@transaction.atomic
def begin(
    *,
    event: Event,
    helper_id: uuid.UUID,
    name: str,
    organisation: str = "",
    email: str = "",
    phone: str = "",
    now: datetime | None = None,
) -> Helper:
    """A helper's page at an event; the one of `helper_id` when the button was pressed twice.

    Whether somebody with this address has a page already is neither asked nor told: they get
    another one. So does whoever comes with a link that ended: the page is not theirs any more.
    Raises booking.ClosedError.
    """
    must_be_open(event)
    now = now or timezone.now()
    before = Helper.objects.filter(pk=helper_id).first()
    if before and (before.link_version > 1 or before.event_id != event.id):
        helper_id = uuid.uuid4()
    group = Organisation.objects.named(event.lead_host, organisation) if organisation else None
    helper, is_new = Helper.objects.get_or_create(
        id=helper_id,
        defaults={
            "event": event,
            "name": name,
            "organisation": group,
            "email": email,
            "phone": phone,
            "created_at": now,
            "touched_at": now,
        },
    )
    if is_new:
        if email:
            outbox.queue(kind="helper_page", to=email, row_id=helper.id, event=event)
        audit.record(deed="began to register others", by=None, event=event, row_id=helper.id)
    return helper
