"""The reminders: a week before and on the day before. What people asked for is in neither.

What the booking's page says of it is pointed to in every reminder, whether there is anything or
not, so that the line tells nothing.
"""

import re
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum import dates
from forum.emails import one_line
from forum.models import Event, Message
from registrations import reminding
from registrations.emails.sessions import lines_of
from registrations.emails.shared import (
    about,
    as_told,
    booking_of,
    others_of,
    pays_for_travel,
)
from registrations.models import Registration
from registrations.models.messages import ReminderKind
from registrations.models.registrations import State

# How much of how to get in is told in the mail; longer words are read on the event's page.
_LONGEST = 700
_MARKS = re.compile(r"^#+ *|\*\*|__|`", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")


def reminder_week(message: Message) -> EmailMultiAlternatives | None:
    """M6: the day is near; how to get in, the sessions, and how to cancel in time."""
    return _reminder(message, ReminderKind.WEEK)


def reminder_day(message: Message) -> EmailMultiAlternatives | None:
    """M7: tomorrow; the address, the code and whom to call on the day."""
    return _reminder(message, ReminderKind.DAY)


def example(event: Event, kind: ReminderKind) -> EmailMultiAlternatives:
    """The reminder as somebody who does not exist would get it, for the team to read."""
    somebody = Registration(event=event, badge_name="Amina", code="FERN-4821")
    somebody.state = State.CONFIRMED
    message = Message(kind=reminding.MAILS[kind], to="amina@example.org", event=event)
    return _written(message, somebody, kind)


def _reminder(message: Message, kind: ReminderKind) -> EmailMultiAlternatives | None:
    registration = booking_of(message, State.CONFIRMED)
    if registration is None or registration.event.is_cancelled:
        return None
    if timezone.now() >= reminding.ends_at(registration.event, kind):
        return None
    return _written(message, registration, kind)


def _written(
    message: Message, registration: Registration, kind: ReminderKind
) -> EmailMultiAlternatives:
    event = registration.event
    waiting = Registration.objects.filter(event=event, state=State.WAITING)
    told: dict[str, Any] = {
        "days": _days(registration),
        "sessions": lines_of(registration),
        "is_waited_for": waiting.exists(),
        "pays_for_travel": kind == ReminderKind.WEEK and pays_for_travel(event),
        "phone": _phone(registration),
        **_getting_in(registration),
        **others_of(registration),
    }
    subject, template = _subject(event, kind), f"reminder_{kind}"
    return about(message, registration, subject, template, told, calendar="PUBLISH")


def _subject(event: Event, kind: ReminderKind) -> str:
    """How near it is, in a word that is still true when the mail is late."""
    if kind == ReminderKind.WEEK:
        return "Coming soon"
    today = timezone.now().astimezone(event.zone).date()
    return "Tomorrow" if today < event.days[0] else "Today"


def _days(registration: Registration) -> str:
    """The days of somebody who comes on some only; nothing for all others."""
    if not registration.is_part_time:
        return ""
    return ", ".join(dates.short_day(day) for day in registration.coming_days)


def _phone(registration: Registration) -> str:
    """Whom to call on the way. The host's own number is not told in a discreet mail."""
    event = as_told(registration)
    phone = event.contact_phone
    if not phone and not event.contact_email and not registration.keeps_quiet:
        phone = event.lead_host.contact_phone
    return one_line(phone)


def _getting_in(registration: Registration) -> dict[str, Any]:
    """How to get there and in, with the way without steps; where to read it when it is long.

    A discreet mail leaves it to the page: the words may hold a host's address.
    """
    words = _plain(registration.event.getting_in)
    is_told = len(words) <= _LONGEST and not registration.keeps_quiet
    return {"getting_in": words if is_told else "", "is_described": bool(words)}


def _plain(markdown: str) -> str:
    """The words of the text, paragraph by paragraph, without the marks."""
    text = _MARKS.sub("", _LINK.sub(r"\1: \2", markdown.replace("\r\n", "\n")))
    return "\n\n".join(
        "\n".join(one_line(line) for line in block.split("\n"))
        for block in re.split(r"\n{2,}", text.strip())
    )
