"""To whom a text goes, and what of the event it may say to them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from forum import dates
from forum.emails import greeting_name, one_line, shortened
from forum.models import Event
from forum.models.events import Mode
from registrations import discreet, tickets
from registrations.models import Registration
from registrations.models.registrations import ContactBy
from registrations.short_texts.known import Known, when

_TITLE, _NAME = 60, 30


@dataclass(frozen=True)
class Reader:
    """One booking that is told about: what happened is found by `row_id`, or told `since` then."""

    registration: Registration
    known: Known
    row_id: uuid.UUID
    since: datetime | None = None

    @property
    def event(self) -> Event:
        """The event as this person may be told of it."""
        return self.known.quiet if self.registration.keeps_quiet else self.known.event

    @property
    def link(self) -> str:
        return tickets.absolute(tickets.booking_path(self.registration))

    @property
    def is_ahead(self) -> bool:
        return not self.known.event.is_cancelled and timezone.now() < self.known.event.ends_at

    @property
    def title(self) -> str:
        """What the event is called; "your booking" where it must not be named."""
        if self.registration.keeps_quiet:
            return discreet.BOOKING
        return shortened(self.event.title, _TITLE)

    @property
    def what(self) -> str:
        """Title, day and times; a discreet one has the day alone."""
        return when(self.event) if self.registration.keeps_quiet else self.named(when(self.event))

    def named(self, words: str) -> str:
        return f"{self.title}, {words}"

    @property
    def where(self) -> str:
        """The place as far as this person may know it by now."""
        event, is_told = self.event, self.registration.has_a_place
        if event.mode == Mode.ONLINE:
            return "Online."
        exact = event.exact_place if is_told and event.place_is_released else ""
        place = shortened(exact or event.public_place, 80)
        return f"{place}." if place else ""

    @property
    def code(self) -> str:
        return f"Code {self.registration.code}."

    def said(self, text: str) -> str:
        """What a colleague typed, on one line, without names where those must not be said."""
        line = one_line(text)
        return discreet.without(self.known.names, line) if self.registration.keeps_quiet else line

    def moment(self, at: datetime) -> str:
        """ "Tuesday 2 June, 6 pm", in the zone of the event, named where it is another."""
        event = self.known.event
        zone = f", {dates.zone_words(event.timezone)}" if dates.is_elsewhere(event.timezone) else ""
        return f"{dates.short_day(at, event.zone)}, {dates.clock(at, event.zone)}{zone}"

    def greeted(self, so: str) -> str:
        """The same for this person by name, as several people may share a telephone."""
        name = shortened(greeting_name(self.registration.badge_name), _NAME)
        if self.registration.contact_by == ContactBy.HELPER and name:
            return f"For {name}: {so}"
        return f"{name}, {so}" if name else f"{so[0].upper()}{so[1:]}"
