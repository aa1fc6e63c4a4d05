"""Places: how many there are, how many are held, and the lock under which they are given.

Never more people than places (design 3.1): whoever gives a place holds the event's row, or on
SQLite the whole database by an IMMEDIATE transaction; each place has a number, and the unique
constraint on it is the last guard. Some places may be kept for people from organisations of some
reach until a day that the team chose; nobody else is given those before.
"""

import functools
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from forum.models import Event
from registrations.models import PlaceRules, Registration
from registrations.models.registrations import State

P = ParamSpec("P")
R = TypeVar("R")

_TRIES = 3
# Asked for nearly every page, so they are written out: each number comes from an index alone, and
# to make the question up would take longer than to answer it.
_HELD_AND_WAITING = """
SELECT
  (SELECT COUNT(place) FROM registrations_registration WHERE event_id = %(event)s),
  (SELECT COUNT(*) FROM registrations_registration WHERE event_id = %(event)s AND state = %(line)s)
"""
_HELD_AND_HIGHEST = """
SELECT COUNT(place), MAX(place) FROM registrations_registration WHERE event_id = %(event)s
"""
_AT_MOST_AND_WAITING = """
SELECT
  CASE WHEN 10 * (SELECT MAX(place) FROM registrations_registration WHERE event_id = %(event)s)
      < 9 * %(capacity)s
    THEN (SELECT MAX(place) FROM registrations_registration WHERE event_id = %(event)s)
    ELSE (SELECT COUNT(place) FROM registrations_registration WHERE event_id = %(event)s)
  END,
  (SELECT COUNT(*) FROM registrations_registration WHERE event_id = %(event)s AND state = %(line)s)
"""


class RefusedError(Exception):
    """Something about a place cannot be done; `words` say why, and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class FullError(Exception):
    """No place is free, or somebody has waited for it longer."""


@dataclass(frozen=True)
class Places:
    """How an event stands: `held` of `capacity` places are taken and `waiting` people wait.

    `kept` places are for people from organisations of one of the reaches `kept_for`, who hold
    `kept_held` places; 0 once they are released to all.
    """

    capacity: int
    held: int
    waiting: int
    kept: int = 0
    kept_for: tuple[str, ...] = ()
    kept_held: int = 0

    @property
    def free(self) -> int:
        """Places that nobody holds; 0 when the capacity was lowered below those held."""
        return max(0, self.capacity - self.held)

    @property
    def still_kept(self) -> int:
        """Places that are kept for some and not used yet."""
        return max(0, self.kept - self.kept_held)

    @property
    def left(self) -> int:
        """Places that nobody holds, for somebody for whom none is kept."""
        return max(0, self.free - self.still_kept)

    @property
    def is_full(self) -> bool:
        """Whether somebody new would wait: nobody overtakes the waiting list."""
        return self.is_full_for(1)

    def is_full_for(self, size: int) -> bool:
        """Whether so many new people, who come together, would wait."""
        return self.left < size or self.waiting > 0

    def has_room_for(self, reaches: Sequence[str]) -> bool:
        """Whether people from organisations of these reaches could all be given a place."""
        if len(reaches) > self.free:
            return False
        if all(reach in self.kept_for for reach in reaches):
            return True
        then = self.after(reaches)
        return then.free >= then.still_kept

    def after(self, reaches: Sequence[str]) -> "Places":
        """How the event would stand once these people held places."""
        kept_held = self.kept_held + sum(reach in self.kept_for for reach in reaches)
        return replace(self, held=self.held + len(reaches), kept_held=kept_held)


def guarded(deed: Callable[P, R]) -> Callable[P, R]:
    """Run a deed that gives places in a transaction of its own, and again when a place was taken.

    Under the event's lock that cannot happen; the unique constraint on the place is the last guard
    against whoever forgets the lock.
    """

    @functools.wraps(deed)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(_TRIES - 1):
            try:
                with transaction.atomic():
                    return deed(*args, **kwargs)
            except IntegrityError:
                continue
        with transaction.atomic():
            return deed(*args, **kwargs)

    return wrapper


def lock(event_id: uuid.UUID) -> Event:
    """The event, locked until the transaction ends; others who give places wait for it."""
    event: Event = Event.objects.select_for_update(no_key=True).get(pk=event_id)
    return event


def lock_row(registration: Registration) -> Registration:
    """The booking as it stands, with its event, which is locked as by `lock`."""
    event = lock(registration.event_id)
    held: Registration = Registration.objects.select_related("organisation").get(pk=registration.pk)
    held.event = event
    return held


def reach_of(registration: Registration) -> str:
    """How wide the person's organisation works; "" for somebody who comes as themselves."""
    return registration.organisation.reach if registration.organisation else ""


def rules_of(event: Event) -> PlaceRules:
    """How the event gives its places; what stands without a row where the team chose nothing."""
    found: PlaceRules | None = next(iter(PlaceRules.objects.filter(event=event)), None)
    return found or PlaceRules(event=event)


def counts(event: Event, rules: PlaceRules | None = None, now: datetime | None = None) -> Places:
    """How the event stands; two queries, or one when its rules are at hand."""
    rules = rules or rules_of(event)
    if rules.keeps_any_at(now or timezone.now()):
        return counts_by_event([event], [rules], now)[event.id]
    return Places(event.capacity, *_answered(_HELD_AND_WAITING, event))


def at_a_glance(event: Event, rules: PlaceRules) -> Places:
    """The same for a page that says only whether there is room; one query.

    Where the highest number of a place leaves more than a tenth free, it is given as `held` and
    nobody is counted, so that very many bookings make no page slow.
    """
    if rules.keeps_any_at(timezone.now()):
        return counts(event, rules)
    return Places(event.capacity, *_answered(_AT_MOST_AND_WAITING, event))


def _answered(question: str, event: Event) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            question, {"event": event.id.hex, "capacity": event.capacity, "line": State.WAITING}
        )
        held, other = cursor.fetchone()
    return held, other or 0


def counts_by_event(
    events: Iterable[Event],
    rules: Iterable[PlaceRules] | None = None,
    now: datetime | None = None,
) -> dict[uuid.UUID, Places]:
    """How each of the events stands; two queries for all of them."""
    events, now = list(events), now or timezone.now()
    if rules is None:
        rules = PlaceRules.objects.filter(event__in=events, kept__gt=0, kept_until__gt=now)
    kept = {one.event_id: one for one in rules if one.keeps_any_at(now)}
    rows: dict[uuid.UUID, list[tuple[str, int, int]]] = {event.id: [] for event in events}
    for event_id, reach, held, waiting in _held_by_reach(events):
        rows[event_id].append((reach or "", held, waiting))
    return {event.id: _stand(event, rows[event.id], kept.get(event.id)) for event in events}


def _held_by_reach(events: list[Event]) -> Iterable[tuple[uuid.UUID, str | None, int, int]]:
    found: Iterable[tuple[uuid.UUID, str | None, int, int]] = (
        Registration.objects.filter(event__in=events)
        .order_by()
        .values_list("event_id", "organisation__reach")
        .annotate(held=Count("place"), waiting=Count("id", filter=Q(state=State.WAITING)))
    )
    return found


def _stand(event: Event, rows: list[tuple[str, int, int]], rules: PlaceRules | None) -> Places:
    kept_for = tuple(rules.kept_for) if rules else ()
    return Places(
        capacity=event.capacity,
        held=sum(held for _, held, _ in rows),
        waiting=sum(waiting for *_, waiting in rows),
        kept=rules.kept if rules and kept_for else 0,
        kept_for=kept_for,
        kept_held=sum(held for reach, held, _ in rows if reach in kept_for),
    )


def places_left(event: Event) -> int:
    """How many places nobody holds. Somebody new may have to wait all the same: `is_full`."""
    return counts(event).left


def places_left_by_event(events: Iterable[Event]) -> dict[uuid.UUID, int]:
    """The same for many events in two queries."""
    return {event_id: one.left for event_id, one in counts_by_event(events).items()}


def free_numbers(event: Event) -> Sequence[int]:
    """The numbers of the places that nobody holds, lowest first; call it under the event's lock.

    None when as many places are held as there are, whatever their numbers. One query while nobody
    has given a place back, else a second, which fetches every number that is held.
    """
    count, highest = _answered(_HELD_AND_HIGHEST, event)
    if count == highest:
        return range(count + 1, event.capacity + 1)
    holding = Registration.objects.filter(event=event).holding_a_place().order_by()
    held = set(holding.values_list("place", flat=True))
    free = [number for number in range(1, event.capacity + 1) if number not in held]
    return free[: max(0, event.capacity - len(held))]
