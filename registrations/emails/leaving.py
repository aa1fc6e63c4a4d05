"""Mails to somebody whose booking is gone: they ask no row, and name neither event nor host.

Whether the person asked for discretion went with the booking, so everybody is written to with it.
"""

from django.core.mail import EmailMultiAlternatives

from forum import dates
from forum.emails import compose
from forum.models import Message
from registrations import discreet


def handed_over(message: Message) -> EmailMultiAlternatives | None:
    """To the first person: somebody else comes instead. Who that is is not said."""
    return _told(message, "You gave your place to somebody else", "handed_over")


def deleted(message: Message) -> EmailMultiAlternatives | None:
    """What was deleted because the person asked for it, and what count stays."""
    return _told(message, "Your data is deleted", "deleted")


def data_deleted(message: Message) -> EmailMultiAlternatives | None:
    """M17: bookings were deleted on their day; what went, and what count stays."""
    return _told(message, "Your data is deleted", "data_deleted")


def _told(message: Message, subject: str, template: str) -> EmailMultiAlternatives | None:
    if message.event is None:
        return None
    return compose(
        message,
        subject=subject,
        template=f"registrations/emails/{template}.txt",
        context={"day": dates.day(message.event.starts_at, message.event.zone)},
        links=[],
        nameless=discreet.BOOKING,
    )
