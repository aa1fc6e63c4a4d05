"""Words about one booking for a colleague to text or paste; and who was shown private links.

A private link opens all that somebody told us, what they need too. The team gets it by a button
only, and the trail says so (design promise 2).
"""

from django.db import transaction

from forum import audit
from forum.models import Event, User
from registrations import short_texts
from registrations.models import Registration

_KIND = "link"


def without_link(registration: Registration) -> str:
    """How the booking stands; "" when the event is over."""
    about = [(registration, registration.id)]
    writer = short_texts.Writer(registration.event, about)
    return writer.write(_KIND, registration, registration.id, has_link=False)


@transaction.atomic
def with_link(*, registration: Registration, by: User) -> str:
    """The same with the private link at its end, audited as "read a private link"."""
    words = short_texts.of(_KIND, registration, registration.id)
    if words:
        event = registration.event
        audit.record(deed="read a private link", by=by, event=event, row_id=registration.id)
    return words


def note_links(*, event: Event, by: User, count: int) -> None:
    """Write down that somebody was shown the private links of so many people."""
    audit.record(deed="read private links", by=by, event=event, count=count)
