"""Mails about an event that was changed or cancelled."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives

from forum import dates
from forum.emails import one_line
from forum.models import Event, EventChange, Message
from forum.models.events import Mode
from registrations import discreet
from registrations.emails.shared import about, as_told, booking_of, is_ahead, pays_for_travel
from registrations.models.registrations import EXPECTED, State

# What a change of the event leaves as it is, for somebody without a place.
_STAYS = {
    State.WAITING: "You stay on the waiting list and need to do nothing.",
    State.OFFERED: "A place is still held for you. Answer on your booking page if you can come.",
    State.AWAITING: "The team still answers your booking. You need to do nothing.",
}
_NAME, _LINK, _SIDES = "Name", "Link to the online room", ("before", "after")


def event_changed(message: Message) -> EmailMultiAlternatives | None:
    """M8: what was before and what is now, of the changes told by this very mail.

    They are the ones that were marked as told in the moment that this row was made.
    """
    registration = booking_of(message, *EXPECTED)
    if registration is None or not is_ahead(registration.event):
        return None
    rows = registration.event.changes.filter(told_at=message.created_at)
    changes = told_changes(registration.event, rows, has_place=registration.has_a_place)
    if registration.keeps_quiet:
        changes = nameless_changes(changes, discreet.names_of(registration.event))
    if not changes:
        return None
    calendar = "PUBLISH" if registration.has_a_place else ""
    context = {"changes": changes, "stays": _STAYS.get(State(registration.state), "")}
    return about(message, registration, "Changed", "event_changed", context, calendar=calendar)


def event_cancelled(message: Message) -> EmailMultiAlternatives | None:
    """M9: the event does not take place, and why."""
    registration = booking_of(message, *EXPECTED)
    if registration is None or not registration.event.is_cancelled:
        return None
    context = {
        "reason": one_line(as_told(registration).cancel_reason),
        "pays_for_travel": pays_for_travel(registration.event),
    }
    calendar = "CANCEL" if registration.has_a_place else ""
    subject = "Event cancelled"
    return about(message, registration, subject, "event_cancelled", context, calendar=calendar)


def told_changes(
    event: Event, rows: Iterable[EventChange], *, has_place: bool
) -> list[dict[str, str]]:
    """What changed in words, as {what, before, after}, several changes taken together.

    The exact place and the online link only for those with a place, once they are released. What
    was changed and changed back is not in it.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for row in rows:
        before = row.before | before
        after |= row.after
    changed = {name for name in after if before.get(name) != after[name]}
    lines = []
    if changed & {"starts_at", "ends_at", "timezone"}:
        lines.append(("When", _when(event, before), _when(event, after)))
    names = {"title": _NAME, "mode": "How you take part", "public_place": "Where"}
    if has_place and event.place_is_released:
        names |= {"exact_place": "Address", "online_link": _LINK}
    lines += [
        (words, _value(name, before[name]), _value(name, after[name]))
        for name, words in names.items()
        if name in changed
    ]
    return [{"what": what, "before": old, "after": new} for what, old, new in lines if old != new]


def nameless_changes(changes: list[dict[str, str]], names: list[str]) -> list[dict[str, str]]:
    """The changes without names: no old or new title, and no link, which may hold a domain."""
    names = names + [
        change[side] for change in changes if change["what"] == _NAME for side in _SIDES
    ]
    told = []
    for change in changes:
        if change["what"] == _LINK:
            told.append(change | {"before": "another one", "after": "on your booking page"})
        elif change["what"] != _NAME:
            told.append(change | {side: discreet.without(names, change[side]) for side in _SIDES})
    return told


def _when(event: Event, told: dict[str, str]) -> str:
    """Day and times as they were told; what the change does not hold stayed as it is."""
    name = told.get("timezone", event.timezone)
    starts, ends = (
        datetime.fromisoformat(told[field]) if field in told else getattr(event, field)
        for field in ("starts_at", "ends_at")
    )
    words = dates.day_and_times(starts, ends, ZoneInfo(name))
    return f"{words}, {dates.zone_words(name)}" if dates.is_elsewhere(name) else words


def _value(name: str, value: str) -> str:
    if name == "mode":
        return str(Mode(value).label)
    return one_line(value) or "not given"
