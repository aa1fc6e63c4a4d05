"""Messages as the people read them on their booking's page."""

from dataclasses import dataclass
from datetime import datetime

from registrations import discreet
from registrations.emails import announcements
from registrations.models import Delivery, Registration

# What stands for the link where the person has followed it.
_HERE = "this page"


@dataclass(frozen=True)
class Read:
    """One message as somebody's own page shows it."""

    subject: str
    body: str
    at: datetime


def read_by(registration: Registration) -> list[Read]:
    """What the team wrote to this person, newest first; one query when nothing, four at most.

    On the page of a discreet booking the names of event and hosts are taken out of it.
    """
    rows = Delivery.objects.filter(registration=registration).select_related("announcement")
    found = list(rows.order_by("-created_at", "-id"))
    if not found:
        return []
    words = announcements.values(registration, link=_HERE)
    names = discreet.names_of(registration.event) if registration.keeps_quiet else []
    read = []
    for row in found:
        said = announcements.told(row.announcement, words)
        subject, body = (discreet.without(names, text) for text in (said.subject, said.body))
        read.append(Read(subject, body, row.created_at))
    return read
