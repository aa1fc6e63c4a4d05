"""What is kept of an event beside its counts: when people booked and came, wishes and needs.

Read from `AttendanceFigures` alone, of the latest events. For somebody who may not see people,
counts of 1 to 4 are None from here on, or part of a longer stretch of time; needs hide theirs from
everybody, when they are counted.
"""

import itertools
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from forum import small_counts
from forum.models import Event
from registrations.models import AttendanceFigures

LATEST = 12
# How many days are one stretch for who may not see people.
_STRETCH = 7
MET = ("first", "second", "third", "other", "none")


class Booked(NamedTuple):
    """How many booked in a stretch of days before the start, both of which are in it."""

    far: int
    near: int
    people: int


class Arrived(NamedTuple):
    """How many came in the ten minutes from `at`, "2026-06-03 09:30", the event's own time."""

    at: str
    people: int | None


class Wished(NamedTuple):
    """A session that people chose from; who came is known where it was ticked."""

    title: str
    slot: str
    places: int | None
    first: int | None
    came: int | None
    is_ticked: bool


@dataclass(frozen=True)
class Details:
    """One event: of what nothing is known, nothing is here.

    `met` has a count for each of MET, and `seats` are all of these, None where that would tell of
    a few. Of a kind of need each state with 5 or more is there, and "all" where these are all who
    asked for it.
    """

    event: Event
    booked: tuple[Booked, ...] = ()
    arrived: tuple[Arrived, ...] = ()
    wished: tuple[Wished, ...] = ()
    met: Mapping[str, int | None] = field(default_factory=dict)
    seats: int | None = None
    needs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def details_of(events: Sequence[Event], *, exact: bool) -> dict[uuid.UUID, Details]:
    """The details of the latest of these events, which are in the order of time; one query.

    Among them is the event before the very latest in its series, however long ago it was.
    """
    chosen = {event.pk for event in [*_before(events), *events[1 - LATEST :]]}
    latest = {event.pk: event for event in events if event.pk in chosen}
    rows = AttendanceFigures.objects.filter(event__in=latest, organisation=None)
    light = rows.only("event_id", "confirmed", "came", "heads", "details", "needs")
    held = {row.event_id: row for row in light}
    return {
        pk: _details(event, held[pk], exact=exact) for pk, event in latest.items() if pk in held
    }


def _before(events: Sequence[Event]) -> list[Event]:
    series = events[-1].series_id if events else None
    return [event for event in events[:-1] if series and event.series_id == series][-1:]


def _details(event: Event, row: AttendanceFigures, *, exact: bool) -> Details:
    kept = row.details
    by_day = {int(day): count for day, count in kept.get("booked_by_days_before", {}).items()}
    sessions, met = kept.get("sessions", []), kept.get("choices_met", {})
    chose = sum(session["first_choices"] for session in sessions)
    counts = [met.get(name, 0) for name in MET]
    shown, seats = _met(counts, chose, row.confirmed, exact=exact)
    return Details(
        event=event,
        booked=_booked(by_day) if exact else _booked_in_stretches(by_day),
        arrived=_arrived(kept.get("arrivals", {}), row.came - row.heads, exact=exact),
        wished=_wished(
            sessions if exact else _without_rests(sessions, (row.came, row.came - row.heads)),
            row.confirmed,
            exact=exact,
        ),
        met=dict(zip(MET, shown, strict=True)) if any(counts) else {},
        seats=seats,
        needs=row.needs,
    )


def _booked(by_day: Mapping[int, int]) -> tuple[Booked, ...]:
    return tuple(Booked(day, day, by_day[day]) for day in sorted(by_day, reverse=True))


def _booked_in_stretches(by_day: Mapping[int, int]) -> tuple[Booked, ...]:
    """By weeks, several together until none of them has fewer than five; nothing below ten."""
    if sum(by_day.values()) < small_counts.LEAST_ANSWERS:
        return ()
    weeks: Counter[int] = Counter()
    for day, count in by_day.items():
        weeks[day // _STRETCH] += count
    found: list[Booked] = []
    far, waiting = max(weeks), 0
    for week in range(max(weeks), -1, -1):
        waiting += weeks[week]
        if waiting >= small_counts.LEAST:
            found.append(Booked(_STRETCH * far + _STRETCH - 1, _STRETCH * week, waiting))
            far, waiting = week - 1, 0
    if waiting:
        last = found.pop()
        found.append(Booked(last.far, 0, last.people + waiting))
    return tuple(found)


def _arrived(arrivals: Mapping[str, int], by_name: int, *, exact: bool) -> tuple[Arrived, ...]:
    """`by_name` came with a name; those of whom nobody knows when are a part of them as well."""
    counts: Sequence[int | None] = list(arrivals.values())
    if not exact:
        seen = sum(arrivals.values())
        counts = small_counts.parts([*arrivals.values(), max(0, by_name - seen)])[:-1]
    return tuple(sorted(map(Arrived, arrivals, counts)))


def _wished(
    sessions: Sequence[Mapping[str, Any]], placed: int, *, exact: bool
) -> tuple[Wished, ...]:
    """The sessions that somebody could wish for; who wished in one slot are parts of a whole."""
    slots: defaultdict[str, list[int]] = defaultdict(list)
    for session in sessions:
        slots[session["slot"]].append(session["first_choices"])
    if not any(itertools.chain.from_iterable(slots.values())):
        return ()
    shown = {
        slot: iter(counts if exact else _choices(counts, placed)) for slot, counts in slots.items()
    }
    return tuple(
        Wished(
            title=session["title"],
            slot=session["slot"],
            places=session["places"],
            first=next(shown[session["slot"]]),
            came=session.get("came"),
            is_ticked="came" in session,
        )
        for session in sessions
    )


def _without_rests(
    sessions: Sequence[Mapping[str, Any]], wholes: Sequence[int]
) -> list[Mapping[str, Any]]:
    """The sessions, without who came to those of a slot where few of all who came are left over."""
    here: Counter[str] = Counter()
    for session in sessions:
        here[session["slot"]] += session.get("came") or 0
    few = {
        slot
        for slot, count in here.items()
        if count and any(small_counts.alone(abs(whole - count)) is None for whole in wholes)
    }
    return [
        {**session, "came": None} if session["slot"] in few and "came" in session else session
        for session in sessions
    ]


def _met(
    counts: Sequence[int], chose: int, placed: int, *, exact: bool
) -> tuple[Sequence[int | None], int | None]:
    """How choices were met, and how many seats these are.

    `chose` is how many first choices are told with the sessions: where it differs by a few from how
    many had a seat, who booked later could be worked out.
    """
    seats = sum(counts)
    if exact:
        return counts, seats
    if small_counts.alone(abs(chose - seats)) is None:
        return [None] * len(counts), None
    is_told = small_counts.alone(_silent(counts, placed)) is not None
    return _choices(counts, placed), seats if is_told else None


def _choices(counts: Sequence[int], placed: int) -> list[int | None]:
    """As parts of their own sum, and with who chose nothing as parts of all who had a place."""
    silent = _silent(counts, placed)
    ways = small_counts.parts(counts), small_counts.parts([*counts, silent])[:-1]
    return [None if None in both else count for count, *both in zip(counts, *ways, strict=True)]


def _silent(counts: Sequence[int], placed: int) -> int:
    """How many choices were not made: each who had a place had one in every slot."""
    return -sum(counts) % placed if placed else 0
