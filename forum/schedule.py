"""The schedule: runs the jobs of settings.JOBS when they are due, from the worker or from cron.

A job is claimed by one conditional update of its row, so that of many processes one runs it. Its
work is found from rows, never from being called at a certain moment: a job that was late, killed
or run once too often does nothing wrong.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from forum import logs, tasks
from forum.models import ScheduledJob

logger = logging.getLogger(__name__)

# How long a job that does not come back keeps others from running it: at least, at most.
SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(hours=1)
# A job that failed is tried again after so long, or sooner when it runs more often anyway.
AGAIN = timedelta(minutes=10)
TASKS_KEPT = timedelta(days=2)
LONGEST_GAP = timedelta(days=60)


def run_due(now: datetime | None = None) -> int:
    """Run every job that is due, and say how many ended well.

    One that fails is logged without content, noted in its row and tried again within ten minutes;
    the others go on. `last_run_at` is when a job last ended well. While the clock may be wrong,
    of those that erase only the first is asked, which shuts what is due.
    """
    rows = _rows(now or timezone.now())
    wait = settings.ERASING_JOBS[1:] if may_be_wrong(now or timezone.now()) else []
    return sum(_run(row, now) for row in rows if row.name not in wait)


def may_be_wrong(now: datetime) -> bool:
    """Whether the clock stands more than 60 days after the last erasing; one query.

    Then nothing is erased by itself, and no mail is dropped: neither would come back.
    """
    last = last_erasing()
    return last is not None and now - last > LONGEST_GAP


def last_erasing() -> datetime | None:
    """When the job that erases last ended well; none yet on a fresh site."""
    row = ScheduledJob.objects.filter(name=settings.ERASING_JOBS[0]).first()
    return row.last_run_at if row else None


def prune_tasks(now: datetime | None = None) -> int:
    """Delete task rows that ended two days ago, or were left behind by a killed worker."""
    before = (now or timezone.now()) - TASKS_KEPT
    left = Q(status=TaskResultStatus.RUNNING, started_at__lt=before)
    # Without a worker nobody takes up the nudges; the schedule has long done what they ask for.
    nudges = Q(
        status=TaskResultStatus.READY, task_path__endswith=tasks.NUDGE, enqueued_at__lt=before
    )
    deleted, _ = DBTaskResult.objects.filter(Q(finished_at__lt=before) | left | nudges).delete()
    return deleted


def _rows(now: datetime) -> list[ScheduledJob]:
    """The rows of the jobs, in their order; a new one is due at once, an old one is forgotten."""
    rows = ScheduledJob.objects.in_bulk()
    if new := settings.JOBS.keys() - rows.keys():
        made = [ScheduledJob(name=name, due_at=now) for name in new]
        ScheduledJob.objects.bulk_create(made, ignore_conflicts=True)
        rows |= ScheduledJob.objects.in_bulk(new)
    if gone := rows.keys() - settings.JOBS.keys():
        ScheduledJob.objects.filter(name__in=gone).delete()
    return [rows[name] for name in settings.JOBS if name in rows]


def _run(row: ScheduledJob, now: datetime | None) -> bool:
    """Run one job if it is due and nobody else does; whether it ran and ended well."""
    name, every = row.name, timedelta(seconds=settings.JOBS[row.name])
    try:
        until = _claim(row, every, now or timezone.now())
        if until is None:
            return False
        problem = _attempt(name)
        ended = now or timezone.now()
        fields = {"due_at": ended + (min(every, AGAIN) if problem else every)}
        if not problem:
            fields["last_run_at"] = ended
        ScheduledJob.objects.filter(name=name, leased_until=until).update(
            leased_until=None, problem=problem, **fields
        )
    except Exception as error:
        logger.error("schedule: %s: %s", name, logs.place(error))
        return False
    return not problem


def _claim(row: ScheduledJob, every: timedelta, now: datetime) -> datetime | None:
    """The end of our lease, which marks it as ours; None when not due or somebody else's.

    A row from a clock that was ahead of ours counts as due: else the job would rest until then.
    """
    lease = min(max(every, SHORTEST_LEASE), LONGEST_LEASE)
    until, slack = now + lease, timedelta(minutes=1)
    if now < row.due_at <= now + every + slack:
        return None
    if row.leased_until and now < row.leased_until <= until + slack:
        return None
    as_read = ScheduledJob.objects.filter(
        name=row.name, due_at=row.due_at, leased_until=row.leased_until
    )
    return until if as_read.update(leased_until=until) else None


def _attempt(name: str) -> str:
    """Call the job; the kind of fault, or "" when it ended well."""
    try:
        import_string(name)()
    except Exception as error:
        logger.error("schedule: %s failed: %s", name, logs.place(error))
        return type(error).__name__[:80]
    return ""
