"""The mails that a team writes itself, and the same words for a booking's page and for a text.

Whoever is discreet gets no word of the team's by mail: anybody could have written a name into it.
Their booking's page shows it to them.
"""

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum.emails import SUBJECT_LENGTH, compose, greeting_name, one_line, shortened
from forum.models import Event, Message, User
from registrations import discreet, placeholders, tickets
from registrations.emails.shared import about, as_told, facts
from registrations.models import Announcement, Delivery, Registration
from registrations.models.registrations import EXPECTED, State

KIND, TEST = "announcement", "announcement_test"
_NEWS = "News from the team"
_BECAUSE = {
    State.CONFIRMED: "you have a place at",
    State.WAITING: "you are on the waiting list for",
    State.OFFERED: "a place is held for you at",
    State.AWAITING: "you asked for a place at",
}
# In place of what only the person may have, where a colleague reads.
_CODE = "FERN-0000"
# Two texts; a longer one comes in pieces.
LONGEST = 300


@dataclass(frozen=True)
class Told:
    """What the team wrote, with the reader's own words put in."""

    subject: str
    body: str
    short: str


def own_link() -> str:
    """What stands for a person's private link where a colleague reads: it opens nothing."""
    return tickets.absolute("/b/their-own-link/")


def values(registration: Registration, *, link: str = "") -> dict[str, str]:
    """What the words in braces stand for, for this person; up to three queries."""
    event, is_quiet = as_told(registration), registration.keeps_quiet
    shown = facts(event, has_place=registration.has_a_place, is_quiet=is_quiet)
    return {
        "name": greeting_name(registration.badge_name) or registration.code,
        "code": registration.code,
        "link": link or tickets.absolute(tickets.booking_path(registration)),
        "event": one_line(event.title),
        "when": shown["when"],
        "where": ", ".join(shown["place"]),
    }


def to_many(written: Announcement) -> str:
    """The short words with what is the same for all of them put in."""
    event = written.event
    shown = facts(event)
    words = {
        "name": "all",
        "code": "your code",
        "link": "your booking page",
        "event": one_line(event.title),
        "when": shown["when"],
        "where": ", ".join(shown["place"]),
    }
    return placeholders.fill(written.short, words)


def told(announcement: Announcement, words: dict[str, str]) -> Told:
    """What the team wrote, filled with what `values` gave."""
    return Told(
        subject=placeholders.fill(announcement.subject, words),
        body=placeholders.fill(announcement.body, words),
        short=placeholders.fill(announcement.short, words),
    )


def announcement(message: Message) -> EmailMultiAlternatives | None:
    """A message of the team to one person, who still is to get it."""
    delivery = (
        Delivery.objects.select_related(
            "announcement",
            "registration__event",
            "registration__helper",
            "registration__with_whom__helper",
        )
        .filter(pk=message.row_id)
        .first()
    )
    if delivery is None:
        return None
    person, written = delivery.registration, delivery.announcement
    if person.state not in EXPECTED or person.mail_address.casefold() != message.to.casefold():
        return None
    return None if _is_late(delivery, person.event) else letter(message, written, person)


def _is_late(delivery: Delivery, event: Event) -> bool:
    """Whether the event ended, or was called off, after it was written and before it leaves."""
    now = timezone.now()
    is_over = delivery.created_at < event.ends_at <= now
    called_off = event.cancelled_at
    return is_over or bool(called_off and delivery.created_at < called_off)


def letter(
    message: Message, written: Announcement, person: Registration, *, link: str = ""
) -> EmailMultiAlternatives:
    """The mail as this person gets it; a preview has a `link` that is nobody's."""
    is_quiet = person.keeps_quiet
    said = told(written, values(person, link=link))
    context = {
        "body": said.body,
        "because": _BECAUSE[State(person.state)],
        **({"link": link} if link else {}),
    }
    mail = about(message, person, _NEWS, "announcement", context)
    if not is_quiet:
        mail.subject = shortened(said.subject, SUBJECT_LENGTH)
    return mail


def announcement_test(message: Message) -> EmailMultiAlternatives | None:
    """The same to a colleague who tries it: with their own name, and nobody's code or link."""
    written = Announcement.objects.select_related("event").filter(pk=message.row_id).first()
    reader = User.objects.filter(email=message.to).first()
    if written is None or reader is None:
        return None
    event, is_quiet = written.event, written.event.is_discreet
    shown = facts(discreet.shown(event) if is_quiet else event, has_place=True, is_quiet=is_quiet)
    name = greeting_name(reader.name)
    words = {
        "name": name or _CODE,
        "code": _CODE,
        "link": own_link(),
        "event": one_line(event.title),
        "when": shown["when"],
        "where": ", ".join(shown["place"]),
    }
    said = told(written, words)
    return compose(
        message,
        subject=f"Test: {_NEWS if is_quiet else said.subject}",
        template="registrations/emails/announcement_test.txt",
        context={
            **shown,
            **words,
            "name": name,
            "body": said.body,
            "because": _BECAUSE[State.CONFIRMED],
        },
        links=[],
        event=event,
        nameless=discreet.BOOKING if is_quiet else "",
    )


def short_words(delivery: Delivery, *, link: str = "") -> str:
    """The message for a text or a chat, at most 300 characters, the booking's link at its end."""
    person, written = delivery.registration, delivery.announcement
    words = values(person, link=link)
    link = words["link"]
    if person.keeps_quiet:
        return f"There is news about {discreet.BOOKING}: {link}"
    said = one_line(told(written, words).short)
    if not said:
        return _within(f"There is news about {words['event']}:", link)
    return said if link in said and len(said) <= LONGEST else _within(said, link)


def _within(said: str, link: str) -> str:
    """The words before the link, cut where both would be too long for a text."""
    said = " ".join(said.replace(link, " ").split())
    room = LONGEST - len(link) - 1
    cut = said if len(said) <= room else said[: room - 1].rstrip() + "…"
    return f"{cut} {link}"
