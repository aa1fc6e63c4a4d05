"""What people wished for in the breakouts, and what they were given, in counts."""

import uuid
from collections import Counter, defaultdict
from typing import Any

from forum import dates, small_counts
from forum.models import Event
from registrations import allocation
from registrations.breakouts.placements import published
from registrations.breakouts.rounds import rounds
from registrations.models import BreakoutChoice, CheckIn, Placement
from registrations.models.registrations import State

# What is counted, and what a seat that met it is called where people are placed.
_MET = {"first": "first", "second": "second", "third": "third", "other": "other", "none": "nowhere"}


def count(event: Event) -> dict[str, Any]:
    """The details of sessions and choices; five queries, and one where nothing is chosen.

    Only people with a place at the end are counted, as on the lists of sessions. How many were in
    a session is kept where it was ticked, and not when they are few.
    """
    there = rounds(event)
    if not there:
        return {"sessions": [], "choices_met": {}}
    ranks = _ranks(event)
    run = published(event)
    seats = _seats(run.pk) if run else []
    first = Counter(
        session for here in ranks.values() for session, rank in here.items() if rank == 1
    )
    placed = Counter(session for _, _, session in seats)
    came = _came(event)
    return {
        "sessions": [
            {
                "title": session.title,
                "slot": str(one.slot.title or dates.clock(one.slot.starts_at, event.zone)),
                "places": session.max_places or (session.room.capacity if session.room else None),
                "first_choices": first[session.pk],
                "placed": placed[session.pk],
                **({"came": small_counts.alone(came[session.pk])} if session.pk in came else {}),
            }
            for one in there
            for session in one.sessions
        ],
        "choices_met": _met(seats, ranks) if run else {},
    }


def _came(event: Event) -> Counter[uuid.UUID | None]:
    """How many were ticked in each session."""
    rows = CheckIn.objects.filter(
        event=event, session__isnull=False, registration__state=State.CONFIRMED
    )
    return Counter(rows.order_by().values_list("session_id", flat=True))


# Who, in which slot, in which session; no session when there was no seat.
Seat = tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]


# Who in which slot, and the rank of each session there.
Ranks = dict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, int]]


def _ranks(event: Event) -> Ranks:
    rows = BreakoutChoice.objects.filter(
        registration__event=event, registration__state=State.CONFIRMED
    )
    found = rows.order_by().values_list("registration_id", "slot_id", "session_id", "rank")
    ranks: Ranks = defaultdict(dict)
    for person, slot, session, rank in found:
        ranks[person, slot][session] = rank
    return ranks


def _seats(allocation: uuid.UUID) -> list[Seat]:
    rows = Placement.objects.filter(
        allocation=allocation, registration__state=State.CONFIRMED
    ).order_by()
    return list(rows.values_list("registration_id", "slot_id", "session_id"))


def _met(seats: list[Seat], ranks: Ranks) -> dict[str, int]:
    """By which wish people were seated; whoever had none in a slot is not in it."""
    met = Counter(
        allocation.met(session, ranks[person, slot])
        for person, slot, session in seats
        if (person, slot) in ranks
    )
    return {name: met[called] for name, called in _MET.items()}
