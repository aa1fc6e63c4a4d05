"""What the mails about a booking share."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum import dates, ical
from forum.emails import compose, greeting_name, one_line
from forum.models import Event, Message
from forum.models.events import Mode
from registrations import companions, discreet, tickets
from registrations.models import Question, Registration
from registrations.models.questions import QuestionKind
from registrations.models.registrations import ContactBy


def calendar_uid(registration: Registration) -> str:
    """What the person's calendar knows the booking by, in every file about it."""
    return f"{registration.pk}@{urlsplit(settings.SITE_URL).hostname}"


def calendar_file(registration: Registration, *, method: str = "PUBLISH") -> bytes:
    """The person's calendar file: the exact place once it is released, and the booking's page.

    A discreet one names neither event nor host.
    """
    event = as_told(registration)
    is_told = registration.has_a_place and event.place_is_released
    place = (event.exact_place if is_told else "") or event.public_place
    return ical.booking_file(
        event,
        uid=calendar_uid(registration),
        place="Online" if event.mode == Mode.ONLINE else place,
        url=tickets.absolute(tickets.booking_path(registration)),
        method=method,
        nameless=discreet.APPOINTMENT if registration.keeps_quiet else "",
    )


def as_told(registration: Registration) -> Event:
    """The event as a mail to this person may show it."""
    event = registration.event
    return discreet.shown(event) if registration.keeps_quiet else event


def booking_of(message: Message, *states: str) -> Registration | None:
    """The booking that the mail is about, while it is in one of the states.

    None too when the booking has another address by now: who reads the old one learns nothing more.
    The address of a draft is sealed, and stands for itself.
    """
    rows = Registration.objects.select_related("event").filter(pk=message.row_id, state__in=states)
    # One at most. To put it in order, as `first` does, costs a third more.
    found: Registration | None = next(iter(rows.order_by()), None)
    if found and not found.is_draft and found.mail_address.casefold() != message.to.casefold():
        return None
    return found


def is_ahead(event: Event) -> bool:
    return not event.is_cancelled and timezone.now() < event.ends_at


def pays_for_travel(event: Event) -> bool:
    """Whether the event asks who needs help with travel: then all its people are told the same."""
    return Question.objects.filter(event=event, kind=QuestionKind.TRAVEL).exists()


def about(
    message: Message,
    registration: Registration,
    subject: str,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    calendar: str = "",
) -> EmailMultiAlternatives:
    """A mail about one booking; `calendar` is the METHOD of the file to attach, "" for none.

    A discreet one names neither event nor host, whatever the template says of `title`; what the
    composer adds by `context` it takes from `as_told`.
    """
    event, is_quiet = as_told(registration), registration.keeps_quiet
    shown = {
        **facts(event, has_place=registration.has_a_place, is_quiet=is_quiet),
        "name": greeting_name(registration.badge_name),
        **_to_helper(registration),
        "code": registration.code,
        "photo": registration.get_photo_display(),
        "link": tickets.absolute(tickets.booking_path(registration)),
        **(context or {}),
    }
    return compose(
        message,
        subject=f"{subject}: {event.title}",
        template=f"registrations/emails/{template}.txt",
        context=shown,
        links=[shown["link"], *(one["link"] for one in shown.get("others", []))],
        event=event,
        calendar=calendar_file(registration, method=calendar) if calendar else None,
        method=calendar,
        nameless=discreet.BOOKING if is_quiet else "",
    )


def _to_helper(registration: Registration) -> dict[str, str]:
    """Whom the mail is about, when it goes to somebody who registered that person."""
    reader = registration
    if registration.through_first and registration.with_whom:
        reader = registration.with_whom
    helper = reader.helper if reader.contact_by == ContactBy.HELPER else None
    if helper is None and reader is registration:
        return {}
    whom = greeting_name(registration.badge_name) or "the person"
    return {"name": greeting_name(helper.name if helper else reader.badge_name), "whom": whom}


def others_of(registration: Registration) -> dict[str, Any]:
    """Those for whom the reader speaks, each with how they stand, their code and their page."""
    return {
        "others": [
            {
                "name": greeting_name(one.badge_name) or "The person with you",
                "code": one.code,
                "link": tickets.absolute(tickets.booking_path(one)),
                "differs": "" if one.state == registration.state else one.get_state_display(),
            }
            for one in companions.of(registration)
        ]
    }


def facts(event: Event, *, has_place: bool = False, is_quiet: bool = False) -> dict[str, Any]:
    """What every mail may say of an event; a discreet one is given it as `as_told` shows it."""
    zone = f", {dates.zone_words(event.timezone)}" if dates.is_elsewhere(event.timezone) else ""
    return {
        "has_place": has_place,
        "when": f"{dates.when(event)}{zone}",
        "doors": dates.clock(event.doors_at, event.zone) if event.doors_at else "",
        "place": list(_place(event, has_place=has_place, is_quiet=is_quiet)),
        "cost": "" if event.is_cancelled else one_line(event.cost),
        "contact": one_line(event.contact_phone) if is_quiet else _contact(event),
        "needs_erased": dates.day(event.needs_erased_on),
        "erased": dates.day(event.erased_on),
    }


def _place(event: Event, *, has_place: bool, is_quiet: bool) -> Iterable[str]:
    """Where it is, line by line: what this person may know now, and when they learn the rest."""
    is_told = has_place and event.place_is_released
    if event.mode != Mode.ONLINE:
        yield one_line((event.exact_place if is_told else "") or event.public_place)
    if event.mode != Mode.IN_PERSON:
        # An address of a room may hold a host's domain.
        shows_link = is_told and not is_quiet
        yield f"Online: {one_line(event.online_link)}" if shows_link else "Online"
    released_at = event.place_released_at
    if not has_place or is_told or event.is_cancelled:
        return
    if released_at and (event.exact_place or event.online_link):
        day, clock = dates.day(released_at, event.zone), dates.clock(released_at, event.zone)
        what = "The link" if event.mode == Mode.ONLINE else "The exact place"
        yield f"{what} is on your booking page from {day}, {clock}"


def _contact(event: Event) -> str:
    """Whom to ask: the event's own contact, else that of the host that leads."""
    source: Any = event if event.contact_email or event.contact_phone else event.lead_host
    parts = [source.contact_name, source.contact_email, source.contact_phone]
    return ", ".join(one_line(part) for part in parts if part)
