"""The sessions of one person as a calendar file."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from forum import ical
from forum.models import Event, Session
from forum.models.events import Mode
from forum.models.programme import SessionKind
from registrations import breakouts, discreet, tickets
from registrations.models import Registration


def of(registration: Registration) -> bytes:
    """One entry for each session the person goes to: everybody's, and where they were placed.

    An entry of a slot keeps its UID whatever session the person is moved to, so that a file read
    again moves the entry. The room is in it only once the exact place is released. At most ten
    queries.
    """
    event = registration.event
    shown = discreet.shown(event) if registration.keeps_quiet else event
    there = Session.objects.filter(event=event, kind=SessionKind.PLENARY, slot=None)
    entries = [
        _entry(registration, shown, session, str(session.pk))
        for session in there.select_related("room", "slot").order_by("starts_at", "id")
    ]
    entries += [
        _entry(registration, shown, one.session, str(one.slot.pk))
        for one in breakouts.placements_of(registration)
        if one.session
    ]
    return ical.entries_file(event, sorted(entries, key=lambda entry: entry.starts_at))


def has_any(mine: breakouts.Mine | None) -> bool:
    """Whether the person was placed anywhere, by what their page says already."""
    return bool(mine and any(one.session for one in mine.given))


def title_of(registration: Registration, session: Session) -> str:
    """What the entry is called in the person's calendar, which others may see."""
    return discreet.APPOINTMENT if registration.keeps_quiet else session.title


def _entry(registration: Registration, shown: Event, session: Session, key: str) -> ical.Lasting:
    host = urlsplit(settings.SITE_URL).hostname
    return ical.Lasting(
        uid=f"{key}.{registration.pk}@{host}",
        title=title_of(registration, session),
        starts_at=session.begins,
        ends_at=session.finishes,
        place=_place(registration, shown, session),
        url=tickets.absolute(tickets.booking_path(registration)),
        sequence=_sequence(registration),
        is_cancelled=session.is_cancelled or registration.event.is_cancelled,
    )


def _place(registration: Registration, event: Event, session: Session) -> str:
    """Where the session is, as far as this person may know; `event` is as it may be shown."""
    if event.mode == Mode.ONLINE:
        return "Online"
    if not (registration.has_a_place and event.place_is_released):
        return event.public_place
    room = session.room.name if session.room and not registration.keeps_quiet else ""
    return ", ".join(part for part in (room, event.exact_place or event.public_place) if part)


def _sequence(registration: Registration) -> int:
    """Grows with time, so that of two files the later one stands in the calendar."""
    assert registration.booked_at  # noqa: S101 - registrations_registration_booked_when
    return max(0, int((timezone.now() - registration.booked_at).total_seconds() // 60))
