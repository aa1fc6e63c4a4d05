"""A new event: from nothing, or from last year's."""

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from forum import audit
from forum.clock_changes import moment
from forum.models import Event, EventHost, Host, Room, Session, Slot, User
from forum.publishing.agreement import USUAL

# Addresses that are pages of their own.
_RESERVED = {"new"}
# Letters that have no plain letter inside them, so that folding alone would lose them.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)
# Copied as they are. Times are shifted, what belongs to the one day (reason, release) is not taken.
_COPIED = [
    "series",
    "kind",
    "summary",
    "description",
    "timezone",
    "mode",
    "public_place",
    "exact_place",
    "online_link",
    "capacity",
    "visibility",
    "is_discreet",
    "languages",
    "cost",
    "food",
    "getting_in",
    "arrangements",
    "agreement",
    "contact_name",
    "contact_email",
    "contact_phone",
    "needs_kept_days",
]
_ROOM = ["name", "capacity", "is_step_free", "has_hearing_loop", "is_quiet"]
_SESSION = ["title", "summary", "kind", "min_places", "max_places", "languages"]


@transaction.atomic
def create(*, host: Host, by: User, fields: dict[str, Any]) -> Event:
    """A draft led by the host, with an address made from its title.

    `fields` needs title, starts_at and ends_at. Contact comes from the host, the language is
    English and the agreement is the usual one unless `fields` says otherwise.
    """
    fields = {
        "contact_name": host.contact_name,
        "contact_email": host.contact_email,
        "contact_phone": host.contact_phone,
        "languages": ["en"],
        "agreement": USUAL,
        **fields,
    }
    event = _with_free_slug(Event(**fields))
    EventHost.objects.create(event=event, host=host, is_lead=True)
    audit.record(deed="made the event", by=by, event=event, host=host)
    return event


@transaction.atomic
def copy(*, event: Event, by: User, starts_at: datetime, host: Host | None = None) -> Event:
    """A draft with the event's words, rooms, slots and sessions, moved to the new start.

    Everything keeps its distance from the start as it reads on the clock. The host is the lead
    host unless another is given; co-hosts, what is asked of people and who leads what are not
    taken along: they are agreed on anew. Raises ClockChangeError when a moved time does not
    exist, or happens twice.
    """
    move = _mover(event, starts_at)
    host = host or event.lead_host
    fields = _values(event, _COPIED)
    if event.series and event.series.host_id != host.id:
        fields["series"] = None  # a co-host's copy is no event of the other host's series
    fields |= {
        "title": event.title,
        "starts_at": starts_at,
        "ends_at": move(event.ends_at),
        "doors_at": event.doors_at and move(event.doors_at),
        "copied_from": event,
    }
    made = create(host=host, by=by, fields=fields)
    _copy_programme(event, made, move)
    return made


def _copy_programme(event: Event, made: Event, move: Callable[[datetime], datetime]) -> None:
    rooms: dict[Any, Room] = {}
    for room in event.rooms.all():
        rooms[room.pk] = Room.objects.create(event=made, **_values(room, _ROOM))
    slots: dict[Any, Slot] = {}
    for slot in event.slots.all():
        slots[slot.pk] = Slot.objects.create(
            event=made, title=slot.title, starts_at=move(slot.starts_at), ends_at=move(slot.ends_at)
        )
    for session in event.sessions.filter(is_cancelled=False):
        Session.objects.create(
            event=made,
            slot=slots.get(session.slot_id),
            room=rooms.get(session.room_id),
            starts_at=session.starts_at and move(session.starts_at),
            ends_at=session.ends_at and move(session.ends_at),
            **_values(session, _SESSION),
        )


def _values(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _mover(event: Event, starts_at: datetime) -> Callable[[datetime], datetime]:
    zone = event.zone
    shift = starts_at.astimezone(zone).replace(tzinfo=None) - event.local_start.replace(tzinfo=None)

    def move(when: datetime) -> datetime:
        local = when.astimezone(zone).replace(tzinfo=None) + shift
        return moment(local.date(), local.time(), zone)

    return move


def _with_free_slug(event: Event) -> Event:
    """Save the event under the first address that nobody has taken, also in a race."""
    for slug in _slugs(event):
        if slug in _RESERVED or Event.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                event.slug = slug
                event.save(force_insert=True)
        except IntegrityError:
            if not Event.objects.filter(slug=slug).exists():
                raise
            continue
        return event
    raise AssertionError("addresses never run out")


def _slugs(event: Event) -> Iterator[str]:
    """The title in plain letters, then numbered; kind and day when no letter is left."""
    plain = unicodedata.normalize("NFKD", event.title.translate(_LETTERS))
    wanted = slugify(plain)[:70].strip("-_")
    wanted = wanted or f"{event.kind}-{event.local_start:%Y-%m-%d}"
    yield wanted
    for number in itertools.count(2):
        yield f"{wanted}-{number}"
