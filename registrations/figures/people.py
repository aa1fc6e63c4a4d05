"""Counting people once a year, without keeping who they are (design 3.8).

A mark is a keyed hash of the contact that somebody gave. Its key belongs to one host and one
calendar year and is destroyed 30 days after the year; the marks go with it, and what was counted by
them stays as it was. Whoever gave no contact of their own is counted neither as new nor returning.
"""

import hmac
import logging
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from forum import keys
from forum.models import Event
from registrations import finding
from registrations.models import PersonMark, Registration
from registrations.models.registrations import ContactBy

log = logging.getLogger("convenor.figures")

KEPT = timedelta(days=30)
_PURPOSE = "people-"
_PURPOSES = f"{_PURPOSE}[0-9][0-9][0-9][0-9]"


def count(event: Event, came: Iterable[Registration], now: datetime) -> tuple[int, int] | None:
    """How many people were new and how many returned; None when it can be counted no more.

    Writes the event's marks anew. To return is to have come to an event of the same lead host that
    began earlier in the same calendar year.
    """
    key = _key(event, now)
    if key is None:
        return None
    marks = {_mark(key, contact) for person in came if (contact := _contact(person))}
    host, year = event.lead_host, year_of(event)
    with transaction.atomic():
        held = PersonMark.objects.filter(event=event)
        held.exclude(host=host, year=year, mark__in=marks).delete()
        there = set(held.values_list("mark", flat=True))
        PersonMark.objects.bulk_create(
            PersonMark(host=host, year=year, event=event, mark=mark) for mark in marks - there
        )
    earlier = PersonMark.objects.filter(host=host, year=year, event__starts_at__lt=event.starts_at)
    known = set(earlier.exclude(event=event).values_list("mark", flat=True))
    return len(marks - known), len(marks & known)


def year_of(event: Event) -> int:
    """The calendar year an event belongs to: that of its start, in its own zone."""
    return event.local_start.year


def is_closed(year: int, now: datetime) -> bool:
    """Whether the key of this year is due to be destroyed; one more day settles every zone."""
    return now >= datetime(year + 1, 1, 1, tzinfo=UTC) + KEPT + timedelta(days=1)


def forget_marks(due: Iterable[tuple[uuid.UUID, str]]) -> None:
    """Delete the marks of hosts and years whose keys are due, then destroy the keys.

    In this order: killed on the way, the key is there still and due again.
    """
    for host_id, purpose in due:
        PersonMark.objects.filter(host=host_id, year=_year_in(purpose)).delete()
        keys.destroy(host_id, purpose)


def keys_due(now: datetime) -> list[tuple[uuid.UUID, str]]:
    """Of which hosts and years key and marks should go, by host and purpose of the key.

    Both the folder of keys and the rows say: marks that a restore brought back have no key.
    """
    rows = PersonMark.objects.order_by().values_list("host_id", "year").distinct()
    found = {(host_id, purpose_of(year)) for host_id, year in rows}
    found |= {(host_id, purpose) for host_id, purpose, _ in keys.there(_PURPOSES)}
    return sorted(one for one in found if is_closed(_year_in(one[1]), now))


def purpose_of(year: int) -> str:
    """What the key of a year is called among a host's keys."""
    return f"{_PURPOSE}{year}"


def _year_in(purpose: str) -> int:
    return int(purpose.removeprefix(_PURPOSE))


def _key(event: Event, now: datetime) -> bytes | None:
    """The key of the event's host and year, made for the first event of a year; None without one.

    Marks without their key were made with one that is lost: a new one would call everybody new.
    """
    host, year = event.lead_host, year_of(event)
    if is_closed(year, now):
        return None
    try:
        return keys.read(host.pk, purpose_of(year))
    except keys.KeyUnavailableError:
        is_lost = keys.path_of(host.pk, purpose_of(year)).exists()
        if is_lost or PersonMark.objects.filter(host=host, year=year).exists():
            log.warning("the key that counts people of %s in %s is not there", host.slug, year)
            return None
    keys.make(host.pk, purpose_of(year))
    return keys.read(host.pk, purpose_of(year))


def _contact(person: Registration) -> str:
    """The person's own contact as it is compared; a helper's number is somebody else's."""
    if person.email:
        return f"email {person.email.strip().casefold()}"
    number = "" if person.contact_by == ContactBy.HELPER else finding.digits(person.phone)
    return f"phone {number}" if number else ""


def _mark(key: bytes, contact: str) -> str:
    return hmac.new(key, contact.encode(), "sha256").hexdigest()
