"""What the door shows of a person: name, organisation, state, marker, and where they go today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from forum import dates
from forum.models import Event
from registrations import how_counted, markers
from registrations.booking import Why
from registrations.models import Allocation, CheckIn, Placement, Registration
from registrations.models.check_in import How

_HELP_DESK = "Walk with them to the help desk."


@dataclass(frozen=True)
class Card:
    """A person at the door: their check-in as `entry`, `marker` empty when none are given out."""

    person: Registration
    entry: CheckIn | None
    marker: str

    @property
    def is_kept_out(self) -> bool:
        """Waiting, asked or cancelled: somebody at the help desk has to look."""
        return not self.person.has_a_place


def of(people: Iterable[Registration], event: Event) -> list[Card]:
    """The cards of these people in the same order; two queries."""
    people = list(people)
    entries = {
        entry.registration_id: entry
        for entry in CheckIn.objects.filter(registration__in=people, session=None).select_related(
            "by"
        )
    }
    has_markers = markers.are_given_out(event)
    return [
        Card(person, entries.get(person.id), markers.marker(person.photo) if has_markers else "")
        for person in people
    ]


def sessions(person: Registration, event: Event, now: datetime | None = None) -> list[Placement]:
    """Where somebody with a place goes next, of what they were told: today's, else the next day's.

    What is over is left out; one query.
    """
    if not person.has_a_place:
        return []
    now = now or timezone.now()
    run = Allocation.objects.filter(event=event).published().values("pk")[:1]
    seats = Placement.objects.filter(allocation__in=run, registration=person, slot__ends_at__gt=now)
    found = list(seats.select_related("slot", "session__room").order_by("slot__starts_at", "id"))
    return [seat for seat in found if _day(seat, event) == _day(found[0], event)]


def _day(seat: Placement, event: Event) -> date:
    return seat.slot.starts_at.astimezone(event.zone).date()


def why_shut(event: Event) -> str:
    """Why nobody can be let in, or nothing."""
    if event.is_published:
        return ""
    return str((Why.CANCELLED if event.is_cancelled else Why.UNPUBLISHED).value)


def is_today(event: Event) -> bool:
    """Whether today, where the event is, is one of its days."""
    return timezone.now().astimezone(event.zone).date() in event.days


@dataclass(frozen=True)
class Said:
    """What the door says, by colour (`look`), shape and words; never by one of them alone."""

    look: str
    shape: str
    head: str
    words: str


NOT_FOUND = Said(
    "stop",
    "cross",
    "Not found",
    "Try another spelling or the code, or add them if there are places.",
)
FOREIGN = Said(
    "stop",
    "cross",
    "Not for this event",
    "That ticket is for another event, or an old one. Search by name.",
)
WRONG_KIND = Said(
    "stop",
    "cross",
    "Not a ticket",
    "That link is for something else. Ask for the ticket, or search by name.",
)


def said(card: Card, event: Event, *, press: str = "") -> Said | None:
    """What to say of a person; None while they may be checked in.

    `press` is the id of the button that was pressed: it tells "just now" from "already".
    """
    person = card.person
    if person.is_cancelled and person.cancelled_at:
        day = dates.hold(dates.short_day(person.cancelled_at, event.zone))
        return Said("stop", "cross", f"Cancelled on {day}", _HELP_DESK)
    if not person.has_a_place:
        return Said("stop", "cross", person.get_state_display(), _HELP_DESK)
    if card.entry is None:
        return None
    if str(card.entry.scan_id) == press:
        marker = f"Give: {card.marker[0].lower()}{card.marker[1:]}." if card.marker else ""
        return Said("in", "tick", "In.", marker)
    at = dates.hold(dates.clock(card.entry.at, event.zone))
    return Said("look", "clock", f"Already in at {at}", _by_whom(card.entry, event))


def _by_whom(entry: CheckIn, event: Event) -> str:
    """Who let them in, or how else it is known, and the day when it was not today."""
    who = f"{entry.by} let them in" if entry.by else "Let in"
    if entry.how != How.DOOR:
        who = how_counted.of_one(entry.how) + (f" by {entry.by}" if entry.by else "")
    day = entry.at.astimezone(event.zone).date()
    if day == timezone.now().astimezone(event.zone).date():
        return f"{who} today."
    return f"{who} on {dates.hold(dates.short_day(day))}."
