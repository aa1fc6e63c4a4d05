"""The short twin of every mail: at most 300 characters to read out, text or paste.

What people need is in none of them, and in a discreet one neither event nor host (design promise
2). The link opens all that somebody told us: whoever shows it writes that down.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from forum.models import Event
from registrations.emails import announcements
from registrations.models import Registration
from registrations.models.registrations import EXPECTED
from registrations.short_texts import bookings, events
from registrations.short_texts.fitting import MOST, Saying, fitted
from registrations.short_texts.known import Known
from registrations.short_texts.reader import Reader

__all__ = ["MOST", "Writer", "of"]

_COMPOSERS: dict[str, Callable[[Reader], Saying | None]] = {
    "confirmation": bookings.confirmation,
    "place_given": bookings.place_given,
    "received": bookings.received,
    "waiting_list": bookings.waiting_list,
    "offer": bookings.offer,
    "offer_ended": bookings.offer_ended,
    "cancelled": bookings.cancelled,
    "declined": bookings.declined,
    "link": bookings.link,
    "event_changed": events.event_changed,
    "event_cancelled": events.event_cancelled,
    "sessions": events.sessions,
    "reminder_week": events.reminder_week,
    "reminder_day": events.reminder_day,
    "page_news": bookings.page_news,
    "helper_copy": bookings.helper_copy,
}
# To somebody whose booking is gone: there is nothing left to open, and nobody is named.
_GONE = {
    "handed_over": "You gave your place to somebody else. What you told us is deleted.",
    "deleted": "What we held about you is deleted. Your place is free for somebody else.",
}
_ANNOUNCED = "announcement"


class Writer:
    """Writes texts to people of one event; what they share is asked of the database once."""

    def __init__(self, event: Event, about: Iterable[tuple[Registration, uuid.UUID]]) -> None:
        about = list(about)
        people = [registration for registration, _row_id in about]
        self._known = Known(event, people, [row_id for _registration, row_id in about])

    def write(
        self,
        kind: str,
        registration: Registration,
        row_id: uuid.UUID,
        *,
        since: datetime | None = None,
        has_link: bool = True,
    ) -> str:
        """What the mail of this kind says, in short; "" when nothing of it is left to tell.

        Changes of the event are those that were told from `since` on. Without `has_link` it says
        what to do instead of opening the private link.
        """
        if kind in _GONE:
            return _GONE[kind]
        registration.event = self._known.event
        reader = Reader(registration, self._known, row_id, since)
        if kind == _ANNOUNCED and not registration.keeps_quiet:
            return self._announced(reader, has_link=has_link)
        saying = _COMPOSERS.get(kind, bookings.news)(reader)
        if saying is None:
            return ""
        so = reader.greeted(saying.so)
        return fitted(replace(saying, so=so), has_link=has_link)

    def _announced(self, reader: Reader, *, has_link: bool) -> str:
        """What the team wrote to many, filled in for this person."""
        delivery = self._known.deliveries.get(reader.row_id)
        if delivery is None or reader.registration.state not in EXPECTED or not reader.is_ahead:
            return ""
        delivery.registration = reader.registration
        text = announcements.short_words(delivery)
        if has_link:
            return text
        # What led to the link ends as a sentence does.
        words = " ".join(text.replace(reader.link, " ").split())
        return f"{words[:-1].rstrip()}." if words.endswith(":") else words


def of(kind: str, registration: Registration, row_id: uuid.UUID) -> str:
    """The short twin of one mail, with its link at the end; "" when nothing is left to tell.

    `kind` is the mail's name in settings.MAILS, `row_id` what its composer asks for.
    """
    return Writer(registration.event, [(registration, row_id)]).write(kind, registration, row_id)
