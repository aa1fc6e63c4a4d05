"""Mails about one booking: made, waiting, with a place at last, cancelled, looked for."""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum import sealed
from forum.emails import compose, greeting_name
from forum.models import Message
from registrations import discreet, drafts, extras, place_words, places, tickets
from registrations.emails.shared import (
    about,
    as_told,
    booking_of,
    facts,
    is_ahead,
    others_of,
)
from registrations.models import Registration
from registrations.models.registrations import EXPECTED, State

_A_DAY = 20


def confirmation(message: Message) -> EmailMultiAlternatives | None:
    """M1: you have a place, with the calendar file."""
    registration = booking_of(message, State.CONFIRMED)
    if registration is None or not is_ahead(registration.event):
        return None
    there = extras.of(registration)
    others = others_of(registration) if there.company else {}
    told = {"is_untold": not there.has_agreed, **others}
    return about(
        message, registration, "You have a place", "confirmation", told, calendar="PUBLISH"
    )


def place_given(message: Message) -> EmailMultiAlternatives | None:
    """A place for somebody who was waiting."""
    registration = booking_of(message, State.CONFIRMED)
    if registration is None or not is_ahead(registration.event):
        return None
    subject = "A place became free for you"
    told = {"given": True, **others_of(registration)}
    return about(message, registration, subject, "confirmation", told, calendar="PUBLISH")


def waiting_list(message: Message) -> EmailMultiAlternatives | None:
    """M3: on the waiting list, and that this is not a place."""
    registration = booking_of(message, State.WAITING)
    if registration is None or not is_ahead(registration.event):
        return None
    rules = places.rules_of(registration.event)
    hours = place_words.lasting(rules.offer_hours) if rules.offers_itself else ""
    subject = "On the waiting list"
    told = {"offer_hours": hours, **others_of(registration)}
    return about(message, registration, subject, "waiting_list", told)


def cancelled(message: Message) -> EmailMultiAlternatives | None:
    """M10: your booking is cancelled, and when what we hold is deleted."""
    registration = booking_of(message, State.CANCELLED)
    if registration is None:
        return None
    again = {"link": tickets.absolute(as_told(registration).get_absolute_url())}
    subject = "Your booking is cancelled"
    return about(message, registration, subject, "cancelled", again, calendar="CANCEL")


def link(message: Message) -> EmailMultiAlternatives | None:
    """M16: the link to a booking, for somebody who looks for it."""
    registration = booking_of(message, *EXPECTED, State.CANCELLED)
    if registration is None or had_enough(message):
        return None
    return about(message, registration, "Your booking", "link", {"stands": _stands(registration)})


def page_news(message: Message) -> EmailMultiAlternatives | None:
    """M12: something on the booking page changed. What it is stands there and nowhere else."""
    registration = booking_of(message, *EXPECTED)
    if registration is None or not is_ahead(registration.event):
        return None
    return about(message, registration, "There is news on your booking page", "page_news")


def _stands(registration: Registration) -> str:
    """How a booking stands, in a sentence."""
    if registration.event.is_cancelled:
        return "This event is cancelled."
    if registration.is_cancelled:
        return "This booking is cancelled."
    if registration.has_a_place:
        return "You have a place."
    if registration.is_offered:
        return "A place is offered to you: open your booking and answer."
    if registration.is_awaiting:
        return "The team has not answered your booking yet, so do not travel yet."
    return "You are on the waiting list, so do not travel yet."


def already_booked(message: Message) -> EmailMultiAlternatives | None:
    """To an address that has a booking, when the form is sent again: see it, or add a person.

    `row_id` is the draft that was sent. Only the address's owner learns of the booking.
    """
    draft = booking_of(message, State.DRAFT)
    if draft is None or not is_ahead(draft.event) or had_enough(message):
        return None
    found = Registration.objects.filter(
        event=draft.event, email__iexact=message.to, state__in=EXPECTED
    ).order_by("booked_at", "id")
    bookings = [
        {
            "code": one.code,
            "name": greeting_name(one.badge_name),
            "link": tickets.absolute(tickets.booking_path(one)),
        }
        for one in found
    ]
    another = tickets.absolute(tickets.another_path(draft))
    is_quiet = any(one.is_discreet for one in found) or _asks_for_discretion(draft)
    event = discreet.shown(draft.event) if is_quiet else draft.event
    return compose(
        message,
        subject=f"Booked already: {event.title}",
        template="registrations/emails/already_booked.txt",
        context=facts(event, is_quiet=is_quiet) | {"bookings": bookings, "another": another},
        links=[*(one["link"] for one in bookings), another],
        event=event,
        nameless=discreet.BOOKING if is_quiet else "",
    )


def _asks_for_discretion(draft: Registration) -> bool:
    """Whether the form that was sent asks for discretion; as good as yes when no key opens it."""
    try:
        return discreet.asked_for(draft.event, drafts.answers(draft))
    except sealed.UnreadableError:
        return True


def had_enough(message: Message) -> bool:
    """Whether the address had so many of these today that somebody seems to play with a form.

    A helper may book for a whole house with one address. Asked when the mail is written: the pages
    before it are the same for every address.
    """
    today = timezone.now() - timedelta(days=1)
    sent = Message.objects.filter(
        kind=message.kind, to__iexact=message.to, event=message.event_id, sent_at__gt=today
    )
    return sent.count() >= _A_DAY
