"""The two mails of feedback: the invitation with its code, and one reminder without.

The code is drawn when the mail is written and is kept nowhere else: the outbox knows that somebody
was asked, not with which code (security 5).
"""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from feedback import codes
from feedback.models import BallotBox
from forum import dates
from forum.emails import compose, greeting_name
from forum.models import Event, Message
from registrations import discreet
from registrations.emails.shared import as_told, booking_of, facts
from registrations.models import Registration
from registrations.models.registrations import State


def feedback_invitation(message: Message) -> EmailMultiAlternatives | None:
    """M13: two minutes, nobody learns who answered; with a fresh code, good for one answer.

    When the mail does not leave its code is made worthless, and the next try draws another.
    """
    asked = _asked(message)
    if asked is None:
        return None
    code = codes.draw(asked[0].event)
    link = f"{address(as_told(asked[0]))}#code={code}"
    mail = _mail(message, asked, "How was it?", "invitation", {"code": code, "link": link})
    mail.when_not_sent = partial(codes.discard, code)  # type: ignore[attr-defined]
    return mail


def feedback_reminder(message: Message) -> EmailMultiAlternatives | None:
    """M14: points to the first mail and carries no code, so that nobody can answer twice."""
    asked = _asked(message)
    if asked is None:
        return None
    context = {"link": address(as_told(asked[0]))}
    return _mail(message, asked, "Still time to say how it was", "reminder", context)


def address(event: Event) -> str:
    """The full address of the feedback page."""
    return f"{settings.SITE_URL}{reverse('feedback:ballot', args=[event.slug])}"


def _asked(message: Message) -> tuple[Registration, BallotBox] | None:
    """Who is asked, and the box while it takes answers."""
    registration = booking_of(message, State.CONFIRMED)
    if registration is None or registration.event.is_cancelled:
        return None
    box = BallotBox.objects.filter(event=registration.event, closes_at__gt=timezone.now()).first()
    return (registration, box) if box and box.is_open else None


def _mail(
    message: Message,
    asked: tuple[Registration, BallotBox],
    subject: str,
    template: str,
    context: dict[str, Any],
) -> EmailMultiAlternatives:
    registration, box = asked
    event, is_quiet = as_told(registration), registration.keeps_quiet
    closes = f"{dates.day(box.closes_at, event.zone)}, {dates.clock(box.closes_at, event.zone)}"
    return compose(
        message,
        subject=f"{subject} {event.title}",
        template=f"feedback/emails/{template}.txt",
        context={
            **facts(event, is_quiet=is_quiet),
            "name": greeting_name(registration.badge_name),
            "closes": closes,
            **context,
        },
        links=[context["link"]],
        event=event,
        nameless=discreet.BOOKING if is_quiet else "",
    )
