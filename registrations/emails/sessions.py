"""The mail that tells somebody their sessions. What they need is not in it, nor why a room fits."""

from collections.abc import Iterator

from django.core.mail import EmailMultiAlternatives

from forum import dates
from forum.emails import one_line
from forum.models import Event, Message
from registrations import discreet
from registrations.breakouts import Given, placements_of
from registrations.emails.shared import about, booking_of, is_ahead
from registrations.models import Registration
from registrations.models.registrations import State


def sessions(message: Message) -> EmailMultiAlternatives | None:
    """M11: the session in each slot, where it is and why; as it stands when the mail leaves."""
    registration = booking_of(message, State.CONFIRMED)
    if registration is None or not is_ahead(registration.event):
        return None
    if not (found := lines_of(registration)):
        return None
    return about(message, registration, "Your sessions", "sessions", {"sessions": found})


def lines_of(registration: Registration) -> list[list[str]]:
    """The person's session in each slot, line by line; none before they were told."""
    lines = _nameless_lines if registration.keeps_quiet else _lines
    return [list(lines(registration.event, one)) for one in placements_of(registration)]


def _lines(event: Event, one: Given) -> Iterator[str]:
    """One session, line by line."""
    times = _times(event, one)
    if one.session is None:
        yield times
    else:
        yield f"{times}: {one_line(one.session.title)}"
        if one.session.room and not one.session.is_cancelled:
            yield one_line(one.session.room.name)
    yield f"{one_line(one.why).rstrip('.')}."


def _nameless_lines(event: Event, one: Given) -> Iterator[str]:
    """One session in a discreet mail: when and in which room; the booking's page says what."""
    yield _times(event, one)
    if one.session and one.session.room and not one.session.is_cancelled:
        yield discreet.without(discreet.names_of(event), one_line(one.session.room.name))


def _times(event: Event, one: Given) -> str:
    times = dates.times(one.begins, one.finishes, event.zone)
    if len(event.days) > 1:
        return f"{dates.short_day(one.begins, event.zone)}, {times}"
    return times
