"""Mails to somebody who registers others: their page, and the codes of those whom they entered.

What the people need is in neither. When one of them asked for discretion, or the event does, the
mail names neither event nor host.
"""

from typing import Any

from django.core.mail import EmailMultiAlternatives

from forum.emails import compose, greeting_name
from forum.models import Message
from registrations import discreet, helping, tickets
from registrations.emails.bookings import had_enough
from registrations.emails.shared import facts, is_ahead
from registrations.models import Helper


def helper_page(message: Message) -> EmailMultiAlternatives | None:
    """The link to the page on which a helper registers others."""
    helper = _helper_of(message)
    if helper is None or had_enough(message):
        return None
    return _told(message, helper, "Your page to register others", "helper_page")


def helper_copy(message: Message) -> EmailMultiAlternatives | None:
    """M19: the codes of the people whom the helper looks after, and how each stands."""
    helper = _helper_of(message)
    if helper is None or not is_ahead(helper.event) or had_enough(message):
        return None
    people = helping.people(helper)
    listed = [
        {
            "name": greeting_name(one.person.badge_name),
            "code": one.person.code,
            "words": one.words,
        }
        for one in people.with_slips
    ]
    if not listed:
        return None
    return _told(message, helper, "The codes of your people", "helper_copy", {"listed": listed})


def _helper_of(message: Message) -> Helper | None:
    """Whose mail it is; None when they are forgotten or the event's bookings are."""
    helper = Helper.objects.select_related("event").filter(pk=message.row_id).first()
    if helper is None or helper.event.is_forgotten:
        return None
    return helper if helper.email.casefold() == message.to.casefold() else None


def _told(
    message: Message,
    helper: Helper,
    subject: str,
    template: str,
    context: dict[str, Any] | None = None,
) -> EmailMultiAlternatives:
    is_quiet = helping.keeps_quiet(helper)
    event = discreet.shown(helper.event) if is_quiet else helper.event
    link = tickets.absolute(tickets.helper_path(helper))
    return compose(
        message,
        subject=f"{subject}: {event.title}",
        template=f"registrations/emails/{template}.txt",
        context={
            **facts(event, is_quiet=is_quiet),
            "name": greeting_name(helper.name),
            "link": link,
            **(context or {}),
        },
        links=[link],
        event=event,
        nameless=discreet.BOOKING if is_quiet else "",
    )
