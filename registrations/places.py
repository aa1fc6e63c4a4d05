"""Places: how many there are, how many are held, and the lock under which they are given.

Never more people than places (design 3.1): whoever gives a place holds the event's row, or on
SQLite the whole database by an IMMEDIATE transaction; each place has a number, and the unique
constraint on it is the last guard.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from forum.models import Event
from registrations.models import Registration
from registrations.models.registrations import State


class FullError(Exception):
    """No place is free, or somebody has waited for it longer."""


@dataclass(frozen=True)
class Places:
    """How an event stands: `held` of `capacity` places are taken and `waiting` people wait."""

    capacity: int
    held: int
    waiting: int

    @property
    def left(self) -> int:
        """Places that nobody holds; 0 when the capacity was lowered below those held."""
        return max(0, self.capacity - self.held)

    @property
    def is_full(self) -> bool:
        """Whether somebody new would wait: nobody overtakes the waiting list."""
        return self.left == 0 or self.waiting > 0


def lock(event_id: uuid.UUID) -> Event:
    """The event, locked until the transaction ends; others who give places wait for it."""
    event: Event = (
        Event.objects.select_for_update(no_key=True)
        .prefetch_related("event_hosts__host")
        .get(pk=event_id)
    )
    return event


def counts(event: Event) -> Places:
    """How the event stands; one query."""
    return counts_by_event([event])[event.id]


def counts_by_event(events: Iterable[Event]) -> dict[uuid.UUID, Places]:
    """How each of the events stands; one query for all of them."""
    events = list(events)
    rows = (
        Registration.objects.filter(event__in=events)
        .order_by()
        .values("event_id")
        .annotate(held=Count("place"), waiting=Count("id", filter=Q(state=State.WAITING)))
    )
    found = {row["event_id"]: (row["held"], row["waiting"]) for row in rows}
    return {event.id: Places(event.capacity, *found.get(event.id, (0, 0))) for event in events}


def places_left(event: Event) -> int:
    """How many places nobody holds. Somebody new may have to wait all the same: `is_full`."""
    return counts(event).left


def places_left_by_event(events: Iterable[Event]) -> dict[uuid.UUID, int]:
    """The same for many events in one query."""
    return {event_id: one.left for event_id, one in counts_by_event(events).items()}


def free_place(event: Event) -> int:
    """The lowest number of a place that nobody holds; call it under the event's lock.

    Raises FullError when as many places are held as there are.
    """
    held = set(
        Registration.objects.filter(event=event).holding_a_place().values_list("place", flat=True)
    )
    if len(held) >= event.capacity:
        raise FullError("No place is free.")
    return next(number for number in range(1, event.capacity + 1) if number not in held)
