"""Counting one event: who booked, who had a place, who came, when, and from which organisation.

- booked: whoever was ever given a place by booking, also those who gave it back. Somebody who only
  waited never had one, and a walk-in never booked; neither is in it.
- confirmed: of those booked, who had a place at the end.
- came: who had a place at the end and came in at the event, walk-ins too. So came is never more
  than confirmed and walk-ins together, as on the door's own count.
- heads: who was counted without a name. They are part of the walk-ins and of who came, of the event
  as a whole; nobody knows which organisation they are from.

Crew and interpreters work at the event and are in none of them.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum.models import AuditEntry, Event
from registrations import tallying
from registrations.approving import APPROVED
from registrations.models import CheckIn, Registration
from registrations.models.check_in import How
from registrations.models.registrations import WITHOUT_A_PLACE, State
from registrations.waiting_list import GAVE_A_PLACE, TOOK_THE_PLACE

STEP = 10  # minutes
# What is looked at of a person, and who they are for as long as it is counted who came before.
_COUNTED = [
    *("state", "is_walk_in", "waiting_since", "booked_at", "organisation__merged_into"),
    *("email", "phone", "contact_by"),
]
# What is typed in from a list was typed at some later moment than they came.
_SEEN = {How.DOOR, How.JOINED}
# What the record says of somebody who waited, for the others or for an answer, and got a place.
_GIVEN = [GAVE_A_PLACE, TOOK_THE_PLACE, APPROVED]


@dataclass
class Tally:
    """The counts of an event, or of one organisation at it."""

    booked: int = 0
    confirmed: int = 0
    came: int = 0
    walk_ins: int = 0
    heads: int = 0

    def add(self, person: Registration, *, has_booked: bool, has_come: bool) -> None:
        self.booked += has_booked
        self.confirmed += has_booked and person.has_a_place
        self.came += has_come
        self.walk_ins += has_come and person.is_walk_in

    def add_heads(self, heads: int) -> None:
        self.came += heads
        self.walk_ins += heads
        self.heads += heads

    def __bool__(self) -> bool:
        return bool(self.booked or self.came)


@dataclass
class Counted:
    """An event counted whole: the people who came are named here and nowhere after."""

    whole: Tally = field(default_factory=Tally)
    of: defaultdict[uuid.UUID, Tally] = field(default_factory=lambda: defaultdict(Tally))
    booked_by_days_before: Counter[str] = field(default_factory=Counter)
    arrivals: Counter[str] = field(default_factory=Counter)
    how: Counter[str] = field(default_factory=Counter)
    came: list[Registration] = field(default_factory=list)

    @property
    def details(self) -> dict[str, Any]:
        return {
            "booked_by_days_before": dict(self.booked_by_days_before),
            "arrivals": dict(sorted(self.arrivals.items())),
            "how": dict(sorted(self.how.items())),
        }


def count(event: Event) -> Counted:
    """Count the rows of the event as they are now; four queries.

    What came under an organisation that was merged counts as the other.
    """
    people = (
        Registration.objects.filter(event=event)
        .finished()
        .exclude(kind__in=WITHOUT_A_PLACE)
        .select_related("organisation")
        .only(*_COUNTED)
    )
    entries = CheckIn.objects.filter(event=event, session=None).only("registration_id", "at", "how")
    inside = {row.registration_id: row for row in entries.iterator()}
    given = _were_given_a_place(event)
    counted = Counted()
    # One after the other: the process that answers people would keep the memory of all at once.
    for person in people.iterator():
        entry = inside.get(person.pk) if person.has_a_place else None
        _add(counted, event, person, has_booked=_has_booked(person, given), entry=entry)
    counted.whole.add_heads(sum(tallying.of(event).values()))
    return counted


def _add(
    counted: Counted,
    event: Event,
    person: Registration,
    *,
    has_booked: bool,
    entry: CheckIn | None,
) -> None:
    tallies = [counted.whole]
    if organisation := person.organisation:
        tallies.append(counted.of[organisation.merged_into_id or organisation.pk])
    for tally in tallies:
        tally.add(person, has_booked=has_booked, has_come=entry is not None)
    if has_booked and person.booked_at:
        counted.booked_by_days_before[_days_before(event, person.booked_at)] += 1
    if entry:
        counted.how[entry.how] += 1
        counted.came.append(person)
        if entry.how in _SEEN:
            counted.arrivals[_ten_minutes(event, entry.at)] += 1


def _has_booked(person: Registration, given: set[uuid.UUID]) -> bool:
    """Whether the person was ever given a place by booking it, or from the waiting list."""
    if person.is_walk_in:
        return False
    if person.is_cancelled:
        return person.waiting_since is None or person.pk in given
    return person.has_a_place


def _were_given_a_place(event: Event) -> set[uuid.UUID]:
    """Who waited and was given a place: when they cancel, their row says it no more."""
    cancelled = Registration.objects.filter(
        event=event, state=State.CANCELLED, waiting_since__isnull=False
    )
    lines = AuditEntry.objects.filter(
        event=event, deed__in=_GIVEN, row_id__in=cancelled.values("pk")
    )
    return {row_id for row_id in lines.values_list("row_id", flat=True) if row_id}


def _days_before(event: Event, booked_at: datetime) -> str:
    days = (event.local_start.date() - booked_at.astimezone(event.zone).date()).days
    return str(max(0, days))


def _ten_minutes(event: Event, at: datetime) -> str:
    local = at.astimezone(event.zone)
    return f"{local.replace(minute=local.minute - local.minute % STEP):%Y-%m-%d %H:%M}"
