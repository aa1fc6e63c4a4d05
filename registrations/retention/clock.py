"""When erasing runs by itself, and when a person has to say first that the clock is right.

A clock that stands 60 days after the last run may be wrong, and what is erased never comes back; or
the site was off so long, and what is due must not be read. So it is shut at once (its keys are set
aside, its bookings are not shown) and erased when somebody confirms. When the clock comes back, so
do the keys.
"""

import logging
import uuid
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from forum import audit, keys
from forum.models import Host, ScheduledJob, User
from forum.schedule import may_be_wrong
from registrations.retention.due import find
from registrations.retention.erasing import erase

log = logging.getLogger("convenor.retention")


class ClockJumpedError(Exception):
    """Nothing was erased: the clock stands more than 60 days after the last run."""


def erase_due(now: datetime | None = None) -> int:
    """Erase what is due at `now`, and say of how many events. A job.

    Raises ClockJumpedError when the clock stands too far from the last run, so that this run is
    not noted as one; what is due cannot be read from then on.
    """
    now = now or timezone.now()
    due = find(now)
    if may_be_wrong(now):
        _shut(due.keys)
        raise ClockJumpedError
    _shut(set())
    return erase(due, now)


def at_start(now: datetime | None = None) -> None:
    """Erase what is due before the first page is served. It counts as a run of the job."""
    try:
        erase_now(now or timezone.now())
    except ClockJumpedError:
        log.warning("the clock stands 60 days after the last run: erasing waits for a yes")


def erase_now(now: datetime) -> int:
    """Do what the job does outside of the schedule, and note it as a run of the job."""
    count = erase_due(now)
    _note_a_run(now)
    return count


def waits_for(host: Host, now: datetime) -> bool:
    """Whether it waits for an owner of this host: what is due is theirs, or nobody's."""
    return may_be_wrong(now) and (bool(find(now, host)) or not find(now))


def confirm(*, by: User | None, host: Host | None = None, now: datetime | None = None) -> int:
    """Erase what is due although the clock jumped, of one host's events or all; how many events.

    When nothing is left that waits, erasing goes by itself again.
    """
    now = now or timezone.now()
    count = erase(find(now, host), now)
    audit.record(deed="confirmed the erasure", by=by, host=host, count=count)
    if not find(now):
        _note_a_run(now)
    return count


def _shut(closed: set[tuple[uuid.UUID, str]]) -> None:
    """Set these keys aside, and bring back all others that were."""
    for owner, purpose in closed:
        keys.set_aside(owner, purpose)
    for owner, purpose, is_held in keys.there():
        if is_held and (owner, purpose) not in closed:
            keys.bring_back(owner, purpose)


def _note_a_run(now: datetime) -> None:
    run = {"last_run_at": now, "problem": ""}
    ScheduledJob.objects.update_or_create(name=settings.ERASING_JOBS[0], defaults=run)
