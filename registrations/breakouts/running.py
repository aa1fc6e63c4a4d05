"""Placing people: a draft that nobody is told of yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import places
from registrations.allocation import Result, allocate
from registrations.breakouts import outcome, sealed_part, seats
from registrations.breakouts import rows as rows_of
from registrations.breakouts.input import Input, build, pins_of
from registrations.breakouts.placements import published
from registrations.models import Allocation, Placement, Registration
from registrations.models.breakouts import Mode, RunState


class NothingToPlaceError(ValueError):
    """There are no rounds, or nobody to place in them, or the event was cancelled."""


class TakenOverError(RuntimeError):
    """Another process took up the run, or it is gone: what was worked out counts for nothing."""


@dataclass(frozen=True)
class Prepared:
    """What a run is made from, read at `at`."""

    rows: rows_of.Rows
    given: Input
    mode: Mode
    basis: Allocation | None
    at: datetime


def latest(event: Event) -> Allocation | None:
    """The newest run that placed people, told or not; one query."""
    done = Allocation.objects.filter(event=event, state=RunState.DONE)
    return done.select_related("by").order_by("-at").first()


def run(
    *,
    event: Event,
    by: User | None,
    mode: str | None = None,
    now: datetime | None = None,
    with_pins: bool = True,
) -> Allocation:
    """Place people, and keep where they are those whom the team put somewhere.

    Without a `mode`, everybody is placed anew until people were told something, and then nobody is
    moved without cause. The draft takes the place of earlier drafts, whose rows stay as history;
    what people were told stays as it is. Without `with_pins` nobody is kept anywhere but in the
    sessions they lead. Raises NothingToPlaceError, and allocation.ClashError when what is fixed
    cannot be.
    """
    ready = prepare(event=event, by=by, mode=mode, now=now, with_pins=with_pins)
    return store(ready, allocate(ready.given.problem), into=Allocation(event=event, by=by))


def prepare(
    *,
    event: Event,
    by: User | None,
    mode: str | None = None,
    now: datetime | None = None,
    with_pins: bool = True,
) -> Prepared:
    """Read what a run is made from, needs too, outside of any transaction.

    Others book meanwhile, and the hash tells of it. Raises NothingToPlaceError.
    """
    at = now or timezone.now()
    rows = rows_of.load(event, now)
    refuse_nothing(rows)
    told, before = published(event), latest(event)
    given = build(
        rows=rows,
        by=by,
        pins=pins_of(before, rows) if with_pins else {},
        previous=seats.taken(told),
        keep=mode_of(mode, told) == Mode.KEEP,
    )
    return Prepared(
        rows=rows,
        given=given,
        mode=mode_of(mode, told),
        basis=told,
        at=at,
    )


def refuse_nothing(rows: rows_of.Rows) -> None:
    """Raises NothingToPlaceError, with words for the team, where a run would be for nothing."""
    if rows.event.is_cancelled:
        raise NothingToPlaceError("This event was cancelled.")
    if not rows.rounds:
        raise NothingToPlaceError("No time in the programme has two sessions to choose from.")
    if not rows.people:
        raise NothingToPlaceError("Nobody has a place at this event yet.")


def mode_of(mode: str | None, told: Allocation | None) -> Mode:
    """The mode asked for; nobody can be kept where they are before anybody was told anything."""
    if told is None:
        return Mode.FULL
    return Mode(mode) if mode else Mode.KEEP


@transaction.atomic
def store(
    ready: Prepared, result: Result, *, into: Allocation, claimed_at: datetime | None = None
) -> Allocation:
    """Write the run with its placements, in the place of all earlier drafts.

    Who deleted their booking meanwhile has none, and whose place somebody else took is not kept.
    `claimed_at` is when the process that worked it out last said so in the row, for a row that
    waited. Raises TakenOverError when it says something else by now.
    """
    event, problem = places.lock(into.event_id), ready.given.problem
    if claimed_at and not _is_ours(into, claimed_at):
        raise TakenOverError
    pins, here = _pins(latest(event)), _here(event)
    drafts = Allocation.objects.filter(event=event, published_at=None, state=RunState.DONE)
    Placement.objects.filter(allocation__in=drafts).delete()
    drafts.update(state=RunState.REPLACED)
    into.at, into.mode, into.basis = ready.at, ready.mode, ready.basis
    into.state, into.progress, into.problem = RunState.DONE, "", ""
    into.seed, into.input_hash = problem.seed, ready.rows.fingerprint()
    into.figures = outcome.figures(ready.rows, ready.given, result)
    into.figures[sealed_part.FIELD] = outcome.seal(into, ready.rows, ready.given, result)
    into.save()
    pinned = pins.keys() & {(one.id, slot) for one in problem.people for slot in one.fixed}
    Placement.objects.bulk_create(
        (
            Placement(
                allocation=into,
                registration_id=person,
                slot_id=slot,
                session_id=session,
                is_pinned=(person, slot) in pinned,
                note=pins[person, slot] if (person, slot) in pinned else "",
            )
            for (person, slot), session in result.seats.items()
            if person in here
        ),
        batch_size=500,
    )
    audit.record(
        deed="placed people in sessions",
        by=into.by,
        event=event,
        row_id=into.pk,
        count=len(problem.people),
    )
    return into


def _is_ours(run: Allocation, claimed_at: datetime) -> bool:
    held = Allocation.objects.filter(pk=run.pk, state=RunState.RUNNING, at=claimed_at)
    return held.exists()


def _here(event: Event) -> set[str]:
    """Whose bookings there are, whatever has become of them."""
    rows = Registration.objects.filter(event=event)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _pins(allocation: Allocation | None) -> dict[tuple[str, str], str]:
    """Whom the team keeps where they are, with its note: (person, slot) to the note."""
    rows = Placement.objects.filter(allocation=allocation, is_pinned=True)
    found = rows.values_list("registration_id", "slot_id", "note") if allocation else []
    return {(str(person), str(slot)): note for person, slot, note in found}
