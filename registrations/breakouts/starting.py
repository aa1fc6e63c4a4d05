"""Beginning a run: at once for a few people, in the worker for many; one at a time."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from forum.models import Event, User
from registrations import places
from registrations.breakouts import rows as rows_of
from registrations.breakouts import running, working
from registrations.breakouts.placements import published
from registrations.models import Allocation
from registrations.models.breakouts import RunState

log = logging.getLogger("convenor.breakouts")

# More people than these are placed by the worker, and the page shows how far it is.
INLINE = 300


def in_hand(event: Event) -> Allocation | None:
    """The run that waits or is worked on; one query."""
    standing = Allocation.objects.filter(event=event).in_hand()
    return standing.select_related("by").order_by("-at").first()


def newest(event: Event) -> Allocation | None:
    """The newest run that no later draft replaced, also one that waits or failed; one query."""
    standing = Allocation.objects.filter(event=event).exclude(state=RunState.REPLACED)
    return standing.select_related("by").order_by("-at").first()


def start(
    *,
    event: Event,
    by: User | None,
    mode: str | None = None,
    with_pins: bool = True,
    now: datetime | None = None,
) -> Allocation:
    """Begin a run, or give back the one that is in hand: of two presses one run comes.

    One that a killed process left behind is taken up where it is pressed again.

    Up to INLINE people are placed before this returns: then the run is done, or failed with its
    words. Raises NothingToPlaceError.
    """
    now = now or timezone.now()
    run, is_new = _begin(event, by, mode, with_pins=with_pins, now=now)
    if is_new and run.state == RunState.RUNNING:
        working.work(run, seconds=working.AT_ONCE)
    elif working.is_silent(run, now) and run.figures.get("people", 0) > INLINE:
        _nudge()
    elif working.is_silent(run, now):
        working.take_up(run, now)
    return run


@transaction.atomic
def _begin(
    event: Event, by: User | None, mode: str | None, *, with_pins: bool, now: datetime
) -> tuple[Allocation, bool]:
    event = places.lock(event.pk)
    if run := in_hand(event):
        return run, False
    rows = rows_of.load(event, now)
    running.refuse_nothing(rows)
    is_long = len(rows.people) > INLINE
    run = Allocation.objects.create(
        event=event,
        by=by,
        at=now,
        mode=running.mode_of(mode, published(event)),
        state=RunState.WAITING if is_long else RunState.RUNNING,
        figures={"people": len(rows.people), "with_pins": with_pins},
    )
    if is_long:
        transaction.on_commit(_nudge)
    return run, True


@task()
def place_now() -> int:
    """Work on what waits now, instead of at the next round of the schedule; how many runs."""
    return working.run_due()


def _nudge() -> None:
    """Ask a worker to begin now. It may fail: the schedule looks for what waits anyway."""
    try:
        place_now.enqueue()
    except Exception as error:
        log.warning("breakouts: no nudge (%s)", type(error).__name__)
