"""What the team looks at: all its messages, one before it leaves, one that was sent."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from forum.emails import paragraphs
from forum.models import Event, Message, Session
from registrations import audience, people
from registrations.announcing import log
from registrations.announcing.keeping import is_shut, writable_until
from registrations.emails import announcements
from registrations.models import Announcement, Delivery
from registrations.models.messages import AnnouncementState
from registrations.sensitive_words import found as sensitive


def overview(event: Event, now: datetime | None = None) -> dict[str, Any]:
    """Every message of the event by what is to be done with it; eight queries at most."""
    every = list(Announcement.objects.filter(event=event).select_related("by"))
    titles = _titles(event)
    states = AnnouncementState
    done = [one for one in every if one.state == states.SENT]
    stands = log.standing(event, done) if done else {}
    return {
        "drafts": [
            (one, audience.in_words(one.audience, titles))
            for one in every
            if one.state == states.DRAFT
        ],
        "scheduled": sorted(
            (
                (one, audience.in_words(one.audience, titles))
                for one in every
                if one.state == states.SCHEDULED
            ),
            key=lambda pair: (pair[0].send_at, pair[0].pk),
        ),
        "sent": sorted(
            ((one, audience.in_words(one.audience, titles), stands[one.pk]) for one in done),
            key=lambda row: (row[0].sent_at, row[0].pk),
            reverse=True,
        ),
        "returned": people.returned_mails(event),
        "is_shut": is_shut(event, now or timezone.now()),
        "until": writable_until(event),
    }


def look(written: Announcement, which: str) -> dict[str, Any]:
    """The message as one of its people gets it: the `which`-th, the first for anything odd.

    A colleague reads neither the code's owner's link nor, of discreet people, more than they get.
    """
    event = written.event
    reach = audience.reach(event, written.audience)
    rows = audience.people(event, written.audience)
    place = int(which) if which.isascii() and which.isdecimal() and len(which) < 6 else 1
    place = place if 1 <= place <= reach.total else 1
    person = audience.reached(rows).select_related("organisation")[place - 1 : place].first()
    shown: dict[str, Any] = {}
    if person:
        person.event = event
        link = announcements.own_link()
        to = Message(kind=announcements.KIND, to=person.mail_address, event=event)
        mail = announcements.letter(to, written, person, link=link)
        about = Delivery(announcement=written, registration=person)
        shown = {
            "person": person,
            "subject": mail.subject,
            "paragraphs": paragraphs(str(mail.body), [link]),
            "text": mail.body,
            "short": announcements.short_words(about, link=link),
        }
    typed = " ".join([written.subject, written.body, written.short])
    return {
        **shown,
        "written": written,
        "whom": audience.in_words(written.audience, _titles(event)),
        "reach": reach,
        "place": place,
        "next": place % reach.total + 1 if reach.total else 1,
        "discreet": 0 if event.is_discreet else rows.filter(is_discreet=True).count(),
        "care": sensitive(typed),
        "is_shut": is_shut(event, timezone.now()),
    }


def sent(written: Announcement) -> dict[str, Any]:
    """A message that was sent: to whom, what became of it, and its words."""
    event = written.event
    return {
        "written": written,
        "whom": audience.in_words(written.audience, _titles(event)),
        "stand": log.standing(event, [written])[written.pk],
        "came_back": log.came_back(written),
        "chat": _for_a_chat(written),
        "is_live": written.reaches_later and event.is_published and not event.is_over,
    }


def _for_a_chat(written: Announcement) -> str:
    """The few words for many readers at once: with nobody's name, code or link."""
    event = written.event
    if event.is_discreet:
        return "There is news. It is on your booking page."
    return announcements.to_many(written) or (
        f"There is news about {event.title}. It is on your booking page."
    )


def _titles(event: Event) -> dict[str, str]:
    rows = Session.objects.filter(event=event).values_list("pk", "title")
    return {str(pk): title for pk, title in rows}
