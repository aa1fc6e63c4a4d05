"""What a text says of the event: changed, cancelled, soon; and of sessions."""

from collections.abc import Iterator

from forum import dates
from forum.emails import one_line
from registrations.emails import nameless_changes, told_changes
from registrations.models.breakouts import Placement
from registrations.models.registrations import EXPECTED
from registrations.short_texts.fitting import Saying
from registrations.short_texts.reader import Reader

_CANNOT_COME = "If you cannot come, tell us, so that somebody else gets the place."
_TRAVEL = "How to get there, or cancel"


def event_changed(to: Reader) -> Saying | None:
    """Before and now, briefly, of what was told since the time given, else of what was last."""
    registration, event = to.registration, to.known.event
    if registration.state not in EXPECTED or not to.is_ahead:
        return None
    has_place = registration.has_a_place
    changes = told_changes(event, to.known.changes(to.since), has_place=has_place)
    if registration.keeps_quiet:
        changes = nameless_changes(changes, to.known.names)
    if not changes:
        return None
    lines = [f"{one['what']}: {one['after']} (before: {one['before']})." for one in changes]
    so = f"something changed about {to.title}."
    answer = "If you cannot come now, tell us." if has_place else "You need to do nothing."
    return Saying(so, lines, "See it all, or cancel", answer, to.link)


def event_cancelled(to: Reader) -> Saying | None:
    if to.registration.state not in EXPECTED or not to.known.event.is_cancelled:
        return None
    reason = to.said(to.known.event.cancel_reason).rstrip(".")
    so = f"this is cancelled: {to.what}. Do not travel."
    return Saying(so, [f"The reason: {reason}."] if reason else [], "Read more", "", to.link)


def sessions(to: Reader) -> Saying | None:
    if not (to.registration.has_a_place and to.is_ahead):
        return None
    seats = to.known.seats(to.registration)
    if not seats:
        return None
    lines = [" ".join(_seat(to, seat)) for seat in seats]
    so = f"your sessions are set: {to.title}."
    return Saying(so, lines, "See them all", "Questions? Call us.", to.link)


def _seat(to: Reader, seat: Placement) -> Iterator[str]:
    event, session = to.known.event, seat.session
    starts = session.begins if session else seat.slot.starts_at
    day = f"{dates.short_day(starts, event.zone)}, " if len(event.days) > 1 else ""
    yield f"{day}{dates.clock(starts, event.zone)}:"
    if session is None:
        yield "no seat yet, ask us on the day."
    elif session.is_cancelled:
        yield "cancelled, ask us on the day."
    else:
        title = "" if to.registration.keeps_quiet else one_line(session.title)
        room = to.said(session.room.name) if session.room else ""
        yield f"{', '.join(part for part in (title, room) if part) or 'see your page'}."


def reminder_week(to: Reader) -> Saying | None:
    return _soon(to, "you are coming soon")


def reminder_day(to: Reader) -> Saying | None:
    return _soon(to, "do not forget")


def _soon(to: Reader, words: str) -> Saying | None:
    if not (to.registration.has_a_place and to.is_ahead):
        return None
    opens = to.known.event.doors_at
    doors = f"Doors open at {dates.clock(opens, to.known.event.zone)}." if opens else ""
    details = [to.where, to.code, doors]
    return Saying(f"{words}: {to.what}.", details, _TRAVEL, _CANNOT_COME, to.link)
