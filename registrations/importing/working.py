"""Bringing people in at once, or in the worker where they are many; one process at a time.

A process that is killed leaves nothing half done, and `forum.work` lets the next take it up.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from forum import keys, logs, permissions, work
from forum.models import Event, User
from forum.models.events import State as EventState
from forum.models.files import WorkState
from forum.permissions import Right
from registrations import needs
from registrations.importing import checking, choosing, keeping, preparing, standing, writing
from registrations.importing.checking import Plan
from registrations.importing.choosing import Choices
from registrations.importing.rows import Person
from registrations.importing.writing import BringError
from registrations.models import PeopleImport

log = logging.getLogger("convenor.importing")

# More rows than these are for the worker, and the page shows how far it is.
INLINE = 200
FAULT = "Something went wrong on our side. Nobody was brought in. Try again."
GONE = "The file is not kept any more. Nobody was brought in. Hand it in again."
NO_KEY = "The key for needs is missing, so nobody was brought in. Tell whoever runs this site."
NO_RIGHT = "Whoever asked for this no longer works on the event. Nobody was brought in."
WRONG = "Some rows have errors, so nobody was brought in. Look again."
NOBODY = "There is nobody to bring in."


def why_not(event: Event, now: datetime) -> str:
    """Why nobody can be brought in at all, in words; nothing when people can."""
    if event.is_cancelled:
        return "The event was cancelled, so nobody can be brought in."
    if event.state == EventState.DRAFT:
        return "Publish the event first: people can be brought in from then on."
    if event.is_forgotten_at(now) or needs.are_erased(event, now):
        return "The event is long over, and what people told it was deleted. Nobody can be added."
    return ""


def start(
    *,
    brought: PeopleImport,
    choices: Choices,
    by: User,
    now: datetime | None = None,
) -> None:
    """Bring the people of a file in; of two presses one does. What came of it is in the row.

    Up to INLINE rows are written before this returns.
    """
    now = now or timezone.now()
    is_long = brought.total > INLINE
    begun = PeopleImport.objects.filter(
        pk=brought.pk, state__in=["", WorkState.FAILED], file__isnull=False
    ).update(
        by=by,
        choices=choices.kept(),
        state=WorkState.WAITING if is_long else WorkState.RUNNING,
        at=now,
        tries=0,
        done=0,
        problem="",
    )
    brought.refresh_from_db()
    if begun and is_long:
        transaction.on_commit(_nudge)
    elif begun:
        bring_in(brought)


def run_due(now: datetime | None = None) -> int:
    """Work on every file that waits or was left behind; how many were done. For settings.JOBS."""
    now = now or timezone.now()
    due = PeopleImport.objects.filter(work.due(now)).select_related("event", "by", "file")
    return sum(work.take_up(row, now) and bring_in(row) for row in due)


def bring_in(row: PeopleImport) -> bool:
    """Bring in the people of a row that is RUNNING since `at`; whether it is done now.

    What goes wrong is written into the row, in words for the team.
    """
    try:
        _bring_in(row, timezone.now())
    except work.TakenOverError:
        return False
    except BringError as error:
        work.fail(row, str(error))
    except keeping.GoneError:
        work.fail(row, GONE)
    except keys.KeyUnavailableError:
        work.fail(row, NO_KEY)
    except Exception as error:
        log.error("importing: %s", logs.place(error))
        work.fail(row, FAULT)
    else:
        return True
    return False


def chosen(plan: Plan, choices: Choices) -> Sequence[Person]:
    """Whom these choices bring in. Raises BringError when something of it was not seen before."""
    if plan.faults and not choices.leave_out_wrong:
        raise BringError(WRONG)
    people = plan.coming(with_namesakes=choices.with_namesakes)
    if len(people) != choices.expected:
        raise BringError(writing.CHANGED)
    if not people:
        raise BringError(NOBODY)
    return people


def _bring_in(row: PeopleImport, now: datetime) -> None:
    event = row.event
    if words := why_not(event, now):
        raise BringError(words)
    roles = permissions.roles_for_event(row.by, event)
    if not (row.by.is_active and permissions.allows(roles, Right.EDIT_EVENT)):
        raise BringError(NO_RIGHT)
    choices, table = choosing.of(row.choices), keeping.table_of(row)
    plan = checking.plan(table, keeping.mapping_of(row), standing.facts(event))
    ready = preparing.prepare(
        chosen(plan, choices),
        event,
        agreed=choices.agreed,
        same=choices.same,
        now=now,
        beat=work.Beat(row),
    )
    writing.write(row=row, ready=ready, choices=choices, now=now)


@task()
def bring_in_now() -> int:
    """Work on what waits now, instead of at the next round of the schedule; how many files."""
    return run_due()


def _nudge() -> None:
    """Ask a worker to begin now. It may fail: the schedule looks for what waits anyway."""
    try:
        bring_in_now.enqueue()
    except Exception as error:
        log.warning("importing: no nudge (%s)", type(error).__name__)
