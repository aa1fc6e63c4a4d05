"""Changing an event, and writing down what people have to be told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.clock_changes import same_clock
from forum.models import Event, EventChange, User

# What people who booked were told, and so are told again when it changes.
TOLD = [
    "title",
    "starts_at",
    "ends_at",
    "timezone",
    "mode",
    "public_place",
    "exact_place",
    "online_link",
]
_MOMENTS = [
    "starts_at",
    "ends_at",
    "doors_at",
    "place_released_at",
    "opens_at",
    "closes_at",
    "choosing_closes_at",
]


@transaction.atomic
def change(
    *, event: Event, by: User, fields: dict[str, Any], now: datetime | None = None
) -> EventChange | None:
    """Write the fields; an EventChange too when the event is published and people were told of one.

    `before` and `after` hold only what changed, readable: moments as ISO text on the clocks of
    the event's zone, the rest as text. A new time zone keeps every time as it reads on the clock,
    the programme's too; times in `fields` are moments and stay as given. Returns the EventChange.

    Raises ClockChangeError when a kept time does not exist in the new zone, or happens twice.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    before = {name: getattr(held, name) for name in {*fields, *TOLD, *_MOMENTS}}
    told_before = _told(held)
    zone = held.zone
    for name, value in fields.items():
        setattr(held, name, value)
    if held.zone != zone:
        _keep_the_clock(held, zone, given=fields)
    if all(getattr(held, name) == value for name, value in before.items()):
        return None
    held.save()
    audit.record(deed="changed the event", by=by, event=held)
    told_after = _told(held)
    differ = [name for name in TOLD if told_before[name] != told_after[name]]
    row = None
    if held.is_published and differ:
        row = EventChange.objects.create(
            event=held,
            at=now or timezone.now(),
            by=by,
            before={name: told_before[name] for name in differ},
            after={name: told_after[name] for name in differ},
        )
    event.refresh_from_db()
    return row


def _told(event: Event) -> dict[str, str]:
    return {name: _readable(getattr(event, name), event) for name in TOLD}


def _readable(value: Any, event: Event) -> str:
    if isinstance(value, datetime):
        return value.astimezone(event.zone).isoformat()
    return str(value)


def _keep_the_clock(event: Event, old: Any, given: dict[str, Any]) -> None:
    """Move what was not given anew, so that it reads the same in the new zone."""
    for name in _MOMENTS:
        if name not in given and (when := getattr(event, name)):
            setattr(event, name, same_clock(when, old, event.zone))
    rows: list[Any] = [*event.slots.all(), *event.sessions.filter(slot=None)]
    for row in rows:
        row.starts_at = same_clock(row.starts_at, old, event.zone)
        row.ends_at = same_clock(row.ends_at, old, event.zone)
        row.save(update_fields=["starts_at", "ends_at"])
