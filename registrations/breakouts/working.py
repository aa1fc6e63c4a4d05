"""Working on runs that wait, and on those that a killed process left behind.

Who works on a run writes the time into its row, at the beginning and with each goal. A row that
has said nothing for long is taken up by whoever finds it; what the first process may still work
out then counts for nothing.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import logs
from registrations.allocation import ClashError, allocate
from registrations.breakouts import running, sealed_part
from registrations.models import Allocation
from registrations.models.breakouts import RunState

log = logging.getLogger("convenor.breakouts")

# Seconds of processor time: for somebody who waits for the page, and for the worker.
AT_ONCE, IN_WORKER = 20.0, 120.0
# A run that has said nothing for so long was left behind: one goal may take IN_WORKER alone, and a
# busy machine gives it a part of its time.
SILENT = timedelta(minutes=10)
TRIES = 3

BROKEN_OFF = "This was broken off each time it was tried. Nobody was placed."
FAULT = "Something went wrong on our side. Nobody was placed. Try again."
FIXED = "What is fixed cannot be."


def run_due(now: datetime | None = None) -> int:
    """Work on every run that waits or was left behind; how many were done. For settings.JOBS."""
    silent = Q(state=RunState.RUNNING, at__lt=(now or timezone.now()) - SILENT)
    due = Allocation.objects.filter(Q(state=RunState.WAITING) | silent)
    return sum(take_up(run, now or timezone.now()) for run in due.select_related("event", "by"))


def is_silent(run: Allocation, now: datetime) -> bool:
    """Whether a run was left behind, as far as its row tells."""
    return run.state == RunState.RUNNING and run.at < now - SILENT


def work(run: Allocation, *, seconds: float, tells: bool = False) -> bool:
    """Place people for a row that is RUNNING since `at`; whether it is done now.

    What goes wrong is written into the row, in words for the team. With `tells` the row says which
    goal is worked on.
    """
    beat = _Beat(run)
    try:
        ready = running.prepare(
            event=run.event,
            by=run.by,
            mode=run.mode,
            with_pins=run.figures.get("with_pins", True),
        )
        result = allocate(ready.given.problem, seconds=seconds, on_goal=beat if tells else None)
        running.store(ready, result, into=run, claimed_at=beat.at)
    except running.TakenOverError:
        return False
    except running.NothingToPlaceError as error:
        _fail(run, beat.at, str(error))
    except ClashError as error:
        _fail(run, beat.at, FIXED, error)
    except Exception as error:
        log.error("breakouts: %s", logs.place(error))
        _fail(run, beat.at, FAULT)
    else:
        return True
    return False


class _Beat:
    """Writes into the row that it is worked on, and on which goal."""

    def __init__(self, run: Allocation) -> None:
        self.run, self.at = run, run.at

    def __call__(self, goal: str) -> None:
        """Raises TakenOverError when the row is somebody else's by now, or gone."""
        now = timezone.now()
        if not _ours(self.run, self.at).update(at=now, progress=goal[:60]):
            raise running.TakenOverError
        self.at = now


def _ours(run: Allocation, at: datetime) -> QuerySet[Allocation]:
    return Allocation.objects.filter(pk=run.pk, state=RunState.RUNNING, at=at)


def take_up(run: Allocation, now: datetime) -> bool:
    """Make the run ours, so that of many processes one works on it, and work on it.

    Whether it is done now.
    """
    tries = run.figures.get("tries", 0) + 1
    held = Allocation.objects.filter(pk=run.pk, state=run.state, at=run.at)
    figures = {**run.figures, "tries": tries}
    if not held.update(state=RunState.RUNNING, at=now, progress="", figures=figures):
        return False
    run.state, run.at, run.figures = RunState.RUNNING, now, figures
    if tries > TRIES:
        _fail(run, now, BROKEN_OFF)
        return False
    return work(run, seconds=IN_WORKER, tells=True)


def _fail(run: Allocation, at: datetime, words: str, clash: ClashError | None = None) -> None:
    """Say in the row why nobody was placed; what clashes is sealed, for it may tell of a need."""
    run.state, run.problem = RunState.FAILED, words
    figures = {"people": run.figures.get("people", 0)}
    if clash:
        found = tuple((one.kind, one.session, one.person) for one in clash.clashes)
        part = sealed_part.Part(clashes=found)
        figures[sealed_part.FIELD] = sealed_part.seal(run, part)
    run.figures = figures
    _ours(run, at).update(state=run.state, problem=words, progress="", figures=figures)
