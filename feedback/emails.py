"""The mails of feedback: the invitation with its code, one reminder without, and the recap.

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
from feedback.models import BallotBox, Recap
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
    return _mail(message, asked, "Still time to say how it was:", "reminder", context)


def recap_ready(message: Message) -> EmailMultiAlternatives | None:
    """M15: what came of the day, with at most three of the figures that the recap shows.

    None when it was taken off the site meanwhile.
    """
    registration = booking_of(message, State.CONFIRMED)
    recap = Recap.objects.filter(event=message.event_id, published_at__isnull=False).first()
    if registration is None or recap is None:
        return None
    event, is_quiet = as_told(registration), registration.keeps_quiet
    link = f"{settings.SITE_URL}{reverse('feedback:recap', args=[event.slug])}"
    return compose(
        message,
        subject=f"What came of it: {event.title}",
        template="feedback/emails/recap_ready.txt",
        context={
            **facts(event, is_quiet=is_quiet),
            "name": greeting_name(registration.badge_name),
            "figures": _figures(recap.figures),
            "link": link,
        },
        links=[link],
        event=event,
        nameless=discreet.BOOKING if is_quiet else "",
    )


def _figures(kept: dict[str, Any]) -> list[str]:
    """The first three of a recap's figures; one that is hidden there is left out here."""
    told = [
        (kept.get("came"), "people came"),
        (kept.get("organisations"), "organisations were there"),
        (kept.get("ballots"), "people said how it was"),
        (kept.get("organisations_new"), "organisations came for the first time"),
    ]
    return [f"{count} {words}" for count, words in told if count][:3]


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
