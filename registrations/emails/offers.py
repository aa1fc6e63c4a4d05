"""Mails about a place that is offered, and about the team's answer to a booking."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum import dates
from forum.emails import one_line
from forum.models import Event, Message
from registrations import discreet, places, tickets, waiting_list
from registrations.emails.shared import about, booking_of, is_ahead, others_of
from registrations.models.registrations import State


def offer(message: Message) -> EmailMultiAlternatives | None:
    """M4: a place is held for you until a day and an hour; the link opens a page and takes nothing.

    None once the offer is answered or over: a mail that is late must not promise a place.
    """
    registration = booking_of(message, State.OFFERED)
    if registration is None or not is_ahead(registration.event):
        return None
    until = registration.offered_until
    if until is None or until <= timezone.now():
        return None
    context = {
        "link": tickets.absolute(tickets.offer_path(registration)),
        "until": moment(until, registration.event),
        "together": waiting_list.together_with(registration, State.OFFERED).count(),
        **others_of(registration),
    }
    return about(message, registration, "A place is free for you", "offer", context)


def offer_ended(message: Message) -> EmailMultiAlternatives | None:
    """M5: nobody answered in time; the person is still on the list."""
    registration = booking_of(message, State.WAITING)
    if registration is None or not is_ahead(registration.event):
        return None
    return about(message, registration, "Your offered place has gone", "offer_ended")


def received(message: Message) -> EmailMultiAlternatives | None:
    """M2: the team answers by a day; nothing yet that opens a door."""
    registration = booking_of(message, State.AWAITING)
    if registration is None or not is_ahead(registration.event):
        return None
    day = places.rules_of(registration.event).answer_by
    answered = {"answer_by": dates.day(day) if day else "", **others_of(registration)}
    return about(message, registration, "We have your booking", "received", answered)


def declined(message: Message) -> EmailMultiAlternatives | None:
    """The team said no, with the reason that it wrote."""
    registration = booking_of(message, State.CANCELLED)
    if registration is None or not registration.answer_reason:
        return None
    event, reason = registration.event, one_line(registration.answer_reason)
    if registration.keeps_quiet:
        reason = discreet.without(discreet.names_of(event), reason)
    return about(
        message, registration, "No place for you this time", "declined", {"reason": reason}
    )


def moment(at: datetime, event: Event) -> str:
    """ "Tuesday 2 June, 6 pm", with the zone where it is not the site's own."""
    zone = f", {dates.zone_words(event.timezone)}" if dates.is_elsewhere(event.timezone) else ""
    return f"{dates.short_day(at, event.zone)}, {dates.clock(at, event.zone)}{zone}"
