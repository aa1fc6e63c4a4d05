"""Placing people: a draft that nobody is told of yet."""

import base64
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit, keys, sealed
from forum.models import Event, User
from registrations import places
from registrations.allocation import Result, allocate, first_come, profile
from registrations.breakouts import rows as rows_of
from registrations.breakouts.input import Input, build, pins_of
from registrations.models import Allocation, Placement

PURPOSE, FIELD = "needs", "unmet"
# What fits into a sealed field.
MOST = 60


class NothingToPlaceError(ValueError):
    """There are no rounds, or nobody to place in them, or the event was cancelled."""


def latest(event: Event) -> Allocation | None:
    """The newest run, told or not; one query."""
    return Allocation.objects.filter(event=event).select_related("by").order_by("-at").first()


def run(
    *, event: Event, by: User | None, now: datetime | None = None, with_pins: bool = True
) -> Allocation:
    """Place everybody anew, and keep where they are those whom the team put somewhere.

    The draft replaces earlier drafts; what people were told stays as it is. Without `with_pins`
    nobody is kept anywhere but in the sessions they lead. Raises NothingToPlaceError, and
    allocation.ClashError when what is fixed cannot be, and
    allocation.UnsolvedError when it takes too long.
    """
    rows = rows_of.load(event, now)
    if event.is_cancelled:
        raise NothingToPlaceError("This event was cancelled.")
    if not rows.rounds:
        raise NothingToPlaceError("No time in the programme has two sessions to choose from.")
    if not rows.people:
        raise NothingToPlaceError("Nobody has a place at this event yet.")
    pins = pins_of(latest(event), rows) if with_pins else {}
    # Read and solved outside the transaction: others book meanwhile, and the hash tells of it.
    given = build(rows=rows, by=by, pins=pins)
    result = allocate(given.problem)
    return _store(rows, given, result, by=by, now=now or timezone.now())


@transaction.atomic
def _store(
    rows: rows_of.Rows, given: Input, result: Result, *, by: User | None, now: datetime
) -> Allocation:
    event = places.lock(rows.event.pk)
    Allocation.objects.filter(event=event, published_at=None).delete()
    allocation = Allocation(
        event=event,
        by=by,
        at=now,
        seed=given.problem.seed,
        input_hash=rows.fingerprint(),
        figures=_figures(given, result),
    )
    allocation.figures[FIELD] = _seal(allocation, result.unmet)
    allocation.save(force_insert=True)
    pinned = {(one.id, slot) for one in given.problem.people for slot in one.fixed}
    Placement.objects.bulk_create(
        Placement(
            allocation=allocation,
            registration_id=person,
            slot_id=slot,
            session_id=session,
            is_pinned=(person, slot) in pinned,
        )
        for (person, slot), session in result.seats.items()
    )
    audit.record(
        deed="placed people in sessions",
        by=by,
        event=event,
        row_id=allocation.pk,
        count=len(given.problem.people),
    )
    return allocation


def _figures(given: Input, result: Result) -> dict[str, Any]:
    sheet = first_come(given.problem, given.order)
    led = _led(given)
    taken = Counter(session for seat, session in sheet.items() if seat not in led)
    small = [one for one in given.problem.sessions if taken[one.id] < one.minimum]
    return {
        "people": len(given.problem.people),
        "goals": {goal.name: goal.value for goal in result.goals},
        "draft": profile(given.problem, result.seats).as_counts(),
        "first_come": profile(given.problem, sheet).as_counts(),
        "small_on_sheet": len(small),
        "unreadable": given.unreadable,
        "lapsed": given.lapsed,
        "apart": given.apart,
    }


def _led(given: Input) -> set[tuple[str, str]]:
    """The seats of people who lead: they are not among those whom a session needs."""
    people = given.problem.people
    return {(one.id, slot) for one in people for slot in given.problem.led(one)}


def _seal(allocation: Allocation, unmet: tuple[tuple[str, str], ...]) -> str:
    """Which needs nothing meets, sealed: beside an empty seat it would say what somebody asked for.

    Always of one length, with the key of the event's needs; nothing once that key is gone.
    """
    if not keys.exists(allocation.event_id, PURPOSE):
        return ""
    data = sealed.seal(
        [list(one) for one in unmet[:MOST]],
        event_id=allocation.event_id,
        row_id=allocation.pk,
        field=FIELD,
        purpose=PURPOSE,
    )
    return base64.b64encode(data).decode()


def unmet(allocation: Allocation) -> list[tuple[str, str]]:
    """The slots and needs that no session met when it was run; nothing once the key is gone."""
    data = allocation.figures.get(FIELD, "")
    try:
        found = sealed.unseal(
            base64.b64decode(data),
            event_id=allocation.event_id,
            row_id=allocation.pk,
            field=FIELD,
            purpose=PURPOSE,
        )
    except sealed.UnreadableError:
        return []
    return [(str(slot), str(need)) for slot, need in found]
