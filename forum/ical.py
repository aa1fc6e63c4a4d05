"""Calendar files: one event, many events, or one person's booking, as bytes of iCalendar.

The exact place and the online link are in none of them: only the public place is, and a booking's
file has the place that its maker passes in. The UID never changes and SEQUENCE grows with every
change that was told, so that a calendar moves its entry and adds no second one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from forum import dates
from forum.models import Event, EventChange
from forum.models.events import Mode

if TYPE_CHECKING:
    from icalendar import Event as Entry

# C0 and C1 controls with DEL and NEL, and the separators that some readers take for a line's end.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def event_file(event: Event) -> bytes:
    """The file of one event, with its public place only."""
    return events_file([event])


def events_file(events: Iterable[Event]) -> bytes:
    """One calendar of many events, with their public places only. One query for all changes."""
    listed = list(events)
    sequences = _sequences(listed)
    entries = [_event_entry(event, sequences.get(event.id, 0)) for event in listed]
    return _calendar(entries, "PUBLISH", name=settings.SITE_NAME if len(entries) != 1 else "")


def booking_file(
    event: Event, *, uid: str, place: str, url: str, method: str = "PUBLISH", nameless: str = ""
) -> bytes:
    """One person's file: `place` is what this person may know, `url` their own page.

    `method` "CANCEL" takes the entry out of the person's calendar again. `nameless` makes a
    discreet entry: these words are its title, and it says nothing else of the event.
    """
    entry = _entry(event, event.changes.count(), uid=uid, place=place, url=url)
    if nameless:
        text = _library().vText
        entry["SUMMARY"], entry["DESCRIPTION"] = text(nameless), text(plain(url))
    if method == "CANCEL" or event.is_cancelled:
        entry["STATUS"] = "CANCELLED"
    return _calendar([entry], method)


@dataclass(frozen=True)
class Lasting:
    """One entry of a calendar, made of words that its maker may show."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    sequence: int = 0
    is_cancelled: bool = False


def entries_file(event: Event, entries: Iterable[Lasting]) -> bytes:
    """One person's calendar of parts of an event, in the event's own zone."""
    return _calendar([_part(event, entry) for entry in entries], "PUBLISH")


def _part(event: Event, made: Lasting) -> "Entry":
    entry: Entry = _library().Event()
    entry.add("uid", plain(made.uid))
    entry.add("dtstamp", timezone.now())
    entry.add("sequence", made.sequence)
    entry.add("summary", plain(made.title))
    _add_times(entry, made.starts_at.astimezone(event.zone), made.ends_at.astimezone(event.zone))
    entry.add("url", plain(made.url))
    if plain(made.place):
        entry.add("location", plain(made.place))
    entry.add("status", "CANCELLED" if made.is_cancelled else "CONFIRMED")
    return entry


def event_uid(event: Event) -> str:
    """What calendars know the event by, for as long as it exists."""
    return f"{event.id}@{urlsplit(settings.SITE_URL).hostname}"


def plain(text: str) -> str:
    """The text on one line, without control characters."""
    return _CONTROLS.sub(" ", text).strip()


def _library() -> Any:
    """Loaded by whoever first asks for a calendar: it would be a tenth of every start."""
    import icalendar  # noqa: PLC0415

    return icalendar


def _sequences(events: list[Event]) -> dict[UUID, int]:
    rows = EventChange.objects.filter(event__in=events).values("event").annotate(n=Count("id"))
    return {row["event"]: row["n"] for row in rows.order_by()}


def _event_entry(event: Event, sequence: int) -> "Entry":
    place = event.public_place
    if event.mode == Mode.ONLINE:
        place = "Online"
    url = f"{settings.SITE_URL}{event.get_absolute_url()}"
    return _entry(event, sequence, uid=event_uid(event), place=place, url=url)


def _entry(event: Event, sequence: int, *, uid: str, place: str, url: str) -> "Entry":
    entry: Entry = _library().Event()
    entry.add("uid", plain(uid))
    entry.add("dtstamp", timezone.now())
    entry.add("sequence", sequence)
    entry.add("summary", plain(event.title))
    _add_times(entry, event.local_start, event.local_end)
    entry.add("url", plain(url))
    about = event.cancel_reason if event.is_cancelled else event.summary
    entry.add("description", "\n".join(part for part in (plain(about), plain(url)) if part))
    if plain(place):
        entry.add("location", plain(place))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def _add_times(entry: "Entry", starts: datetime, ends: datetime) -> None:
    """Local times; in UTC when the clock shows one of them twice that night."""
    if dates.comes_twice(starts) or dates.comes_twice(ends):
        starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)


def _calendar(entries: list["Entry"], method: str, name: str = "") -> bytes:
    calendar = _library().Calendar()
    calendar.add("prodid", "-//Convenor//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", plain(name))
        calendar.add("x-wr-calname", plain(name))
    for entry in entries:
        calendar.add_component(entry)
    if entries:
        # A reader needs the change of clocks before the first event and after the last.
        starts: list[datetime] = [entry.decoded("dtstart") for entry in entries]
        calendar.add_missing_timezones(
            first_date=(min(starts) - timedelta(days=400)).date(),
            last_date=(max(starts) + timedelta(days=800)).date(),
        )
    made: bytes = calendar.to_ical()
    return made


def calendar_links(event: Event, *, nameless: str = "") -> dict[str, str]:
    """Addresses that open a new entry at Google and at Outlook; nothing is loaded from them.

    Times in UTC, the public place only. `nameless` is the title of a discreet entry, which has
    no address of the event's page.
    """
    title = nameless or plain(event.title)
    url = "" if nameless else f"{settings.SITE_URL}{event.get_absolute_url()}"
    starts, ends = (moment.astimezone(UTC) for moment in (event.starts_at, event.ends_at))
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        "location": plain(event.public_place),
        "details": url,
    }
    outlook = {
        "rru": "addevent",
        "subject": title,
        "startdt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "location": plain(event.public_place),
        "body": url,
    }
    return {
        "google": f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        "outlook": f"https://outlook.live.com/calendar/0/action/compose?{urlencode(outlook)}",
    }
