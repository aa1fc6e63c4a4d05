"""What an event says of itself to search engines: schema.org Event as JSON-LD.

It holds what the public page holds and nothing more: never the exact place nor the online link.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from forum import ical
from forum.models import Event
from forum.models.events import Mode

_MODES = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
# No character that ends a script element or begins an entity or a comment.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def event_data(event: Event) -> dict[str, Any]:
    """The event as schema.org words it, times with their offset in the event's own zone.

    One query for the hosts, unless `event_hosts__host` is prefetched.
    """
    url = f"{settings.SITE_URL}{event.get_absolute_url()}"
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": ical.plain(event.title),
        "description": ical.plain(event.summary),
        "url": url,
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[Mode(event.mode)]}",
        "location": _locations(event, url),
        "organizer": [
            {"@type": "Organization", "name": ical.plain(row.host.name)}
            for row in event.event_hosts.all()
        ],
        "inLanguage": event.languages,
    }
    if event.cost.strip().lower().startswith("free"):
        data["isAccessibleForFree"] = True
    return {name: value for name, value in data.items() if value}


def event_json(event: Event) -> SafeString:
    """The same as text that may stand inside a script element."""
    text = json.dumps(event_data(event), ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - nothing in it can end the element


def _locations(event: Event, url: str) -> list[dict[str, str]]:
    found = []
    if event.mode != Mode.ONLINE and event.public_place:
        place = ical.plain(event.public_place)
        found.append({"@type": "Place", "name": place, "address": place})
    if event.mode != Mode.IN_PERSON:
        found.append({"@type": "VirtualLocation", "url": url})
    return found
