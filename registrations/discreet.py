"""Discreet mode: what stands in place of the names of an event and its hosts.

For people whom somebody may watch: on a shared phone or in a shared mailbox nothing about their
booking says what it is for. An event is shown as its day and time, its links hold its id, and the
calendar says "Appointment".
"""

import copy
import re
from typing import Any

from django.conf import settings
from django.urls import reverse

from forum import dates, ical
from forum.models import Event
from registrations.models import Registration

APPOINTMENT = "Appointment"
BOOKING = "your booking"
HOST = "the team"
_GONE = "…"
# Shorter words, such as "the" or "for", stand in everybody's address.
_TELLING = 4
_BLANK = ["summary", "description", "agreement"]
_MASKED = ["public_place", "exact_place", "food", "cost", "cancel_reason", "getting_in"]


def asked_for(event: Event, answers: dict[str, Any]) -> bool:
    """Whether the event keeps quiet, or the person asked for it in these answers."""
    return event.is_discreet or bool(answers.get("is_discreet"))


def title(event: Event) -> str:
    """What the event is called: "Tuesday 3 June, 10 am"."""
    return f"{dates.short_day(event.starts_at, event.zone)}, {dates.clock(event.local_start)}"


def shown(event: Event) -> Event:
    """The event as a discreet page or mail shows it: a copy to read, never to save.

    It is named by its day and links to it by its id. Whole names are taken out of what organisers
    wrote, and a contact that holds a word of one is left out: the event's own page has it. At most
    two queries.
    """
    quiet = copy.copy(event)
    names = names_of(event)
    quiet.title, quiet.slug = title(event), str(event.pk)
    quiet.series = None
    for field in _BLANK:
        setattr(quiet, field, "")
    for field in _MASKED:
        setattr(quiet, field, without(names, getattr(event, field)))
    for field in ("contact_name", "contact_email"):
        if _tells(names, getattr(event, field)):
            setattr(quiet, field, "")
    return quiet


def names_of(event: Event) -> list[str]:
    """What must not be said: the names of the event, its hosts and its series, longest first."""
    hosts = [row.host.name for row in event.event_hosts.select_related("host")]
    names = [event.title, event.slug, *hosts, *([event.series.title] if event.series else [])]
    return sorted({name for name in names if name}, key=len, reverse=True)


def without(names: list[str], text: str) -> str:
    """The text with an ellipsis in place of each of the names."""
    if not names or not text:
        return text
    return re.sub("|".join(map(re.escape, names)), _GONE, text, flags=re.IGNORECASE)


def _tells(names: list[str], text: str) -> bool:
    """Whether a longer word of a name stands in the text, as in an address with a host's domain."""
    words = {word for name in names for word in re.findall(r"\w+", name.casefold())}
    return any(len(word) >= _TELLING and word in text.casefold() for word in words)


def page(event: Event, *, is_quiet: bool) -> dict[str, Any]:
    """What every page of a booking is given of its event: `event`, `host`, and the site's name."""
    if not is_quiet:
        return {"event": event, "host": event.lead_host}
    quiet = shown(event)
    quiet.title = dates.hold(quiet.title)
    return {
        "event": quiet,
        "host": None,
        "SITE_NAME": settings.DISCREET_NAME,
        "is_quiet": True,
    }


def calendar_links(registration: Registration) -> dict[str, str]:
    """Addresses that put the booking into Google's and Outlook's calendars."""
    if registration.keeps_quiet:
        return ical.calendar_links(shown(registration.event), nameless=APPOINTMENT)
    return ical.calendar_links(registration.event)


def agreement_path(event: Event) -> str:
    """The address of the agreement that does not tell the event's name."""
    return reverse("forum:agreement", args=[event.pk])
