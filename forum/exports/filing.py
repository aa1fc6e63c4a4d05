"""Large lists, made by the worker and kept for a day for whoever asked, and for nobody else.

Whether that person may have the list is looked at when it is asked for, when it is made and each
time it is fetched (security V2, D04, T26).
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from forum import audit, keys, logs, permissions, sealed, sealed_files, work
from forum.exports import making
from forum.exports.declaring import (
    Export,
    NotAllowedError,
    ReasonNeededError,
    UnknownExtraError,
    UnknownListError,
)
from forum.models import Event, User
from forum.models.files import ListFile, WorkState

log = logging.getLogger("convenor.lists")

# More rows than these are written by the worker, and the page shows how far it is.
AT_ONCE = 500
FETCHED, REMOVED = "fetched a list", "removed a list file"

NOT_YOURS = "Your role does not make this list any more."
NO_ROOM = "The server could not keep the file. Tell whoever runs this site."
FAULT = "Something went wrong on our side. Make the list again."

Refused = (NotAllowedError, UnknownExtraError, UnknownListError, ReasonNeededError)


def is_long(export: Export, event: Event) -> bool:
    """Whether the worker makes this list; at most one query."""
    return bool(export.size and not export.asks and export.size(event) > AT_ONCE)


def ask(
    *,
    kind: str,
    event: Event,
    by: User,
    reason: str = "",
    extras: frozenset[str] = frozenset(),
    left_out: Iterable[str] = (),
    now: datetime | None = None,
) -> ListFile:
    """Ask the worker for a list, or give back the same that is in hand: of two presses one comes.

    Raises what `making.check` raises.
    """
    now = now or timezone.now()
    export, _, reason = making.check(kind=kind, event=event, by=by, reason=reason, extras=extras)
    wanted = {
        "kind": kind,
        "extras": sorted(extras),
        "left_out": sorted(left_out),
        "reason": reason,
    }
    with transaction.atomic():
        in_hand = mine(event, by, now).filter(state__in=[WorkState.WAITING, WorkState.RUNNING])
        if row := in_hand.filter(**wanted).first():
            return row
        row = ListFile.objects.create(
            event=event,
            by=by,
            asked_at=now,
            at=now,
            total=export.size(event) if export.size else 0,
            expires_at=now + sealed_files.KEPT,
            **wanted,
        )
        transaction.on_commit(_nudge)
    return row


def mine(event: Event, by: User, now: datetime | None = None) -> QuerySet[ListFile]:
    """What this person asked for at this event and may still fetch, newest first."""
    return ListFile.objects.filter(event=event, by=by, expires_at__gt=now or timezone.now())


def make_due(now: datetime | None = None) -> int:
    """Make every list that waits or was left behind, and forget those whose day is over.

    How many were made. For settings.JOBS.
    """
    now = now or timezone.now()
    for row in ListFile.objects.filter(expires_at__lte=now).select_related("file"):
        _forget(row)
    due = ListFile.objects.filter(work.due(now)).order_by("asked_at")
    return sum(_make(row) for row in due.select_related("event", "by") if work.take_up(row, now))


@transaction.atomic
def fetch(*, row: ListFile, by: User, now: datetime | None = None) -> making.Workfile:
    """The finished file, for whoever asked for it and may have it now; the record says so.

    Raises NotAllowedError where it is not theirs, not theirs any more, or not there (any more).
    """
    now = now or timezone.now()
    if row.by_id != by.pk or row.expires_at <= now or row.file is None:
        raise NotAllowedError(row.kind)
    _check(row)
    try:
        content = sealed_files.read(row.file, now=now)
    except sealed.UnreadableError as error:
        raise NotAllowedError(row.kind) from error
    audit.record(deed=FETCHED, by=by, event=row.event, row_id=row.pk, reason=row.name)
    return making.Workfile(row.name, content, row.total, row.name)


@transaction.atomic
def remove(*, row: ListFile, by: User) -> None:
    """Take the file away before its day is over. One that is being made comes to nothing."""
    audit.record(deed=REMOVED, by=by, event=row.event, row_id=row.pk, reason=row.name or row.kind)
    _forget(row)


def _forget(row: ListFile) -> None:
    with transaction.atomic():
        if row.file:
            sealed_files.destroy(row.file)
        row.delete()


def _make(row: ListFile) -> bool:
    """Make a list for a row that is ours; whether it is there now. Faults go into the row."""
    try:
        _check(row)
        made = making.write(
            kind=row.kind,
            event=row.event,
            by=row.by,
            reason=row.reason,
            extras=frozenset(row.extras),
            left_out=row.left_out,
            on_row=work.Beat(row),
        )
        _keep(row, made)
    except work.TakenOverError:
        return False
    except Refused:
        work.fail(row, NOT_YOURS)
    except (keys.KeyUnavailableError, OSError, OperationalError) as error:
        log.error("lists: %s", logs.place(error))
        work.fail(row, NO_ROOM)
    except Exception as error:
        log.error("lists: %s", logs.place(error))
        work.fail(row, FAULT)
    else:
        return True
    return False


@transaction.atomic
def _keep(row: ListFile, made: making.Workfile) -> None:
    """The file, its place in the row and the line of the record: all of them or none."""
    file = sealed_files.keep(made.content)
    making.record(made, event=row.event, by=row.by)
    work.update(
        row,
        state=WorkState.DONE,
        name=made.name,
        file=file,
        done=made.count,
        total=made.count,
        expires_at=file.expires_at,
    )


def _check(row: ListFile) -> None:
    """Whether the person may have this list as of now. Raises one of Refused."""
    making.check(
        kind=row.kind,
        event=row.event,
        by=row.by,
        reason=row.reason,
        extras=frozenset(row.extras),
    )
    roles = permissions.roles_for_event(row.by, row.event)
    if not row.by.is_active or permissions.needs_second_factor(row.by, roles):
        raise NotAllowedError(row.kind)


@task()
def make_lists_now() -> int:
    """Make what waits now, instead of at the next round of the schedule; how many."""
    return make_due()


def _nudge() -> None:
    """Ask a worker to begin now. It may fail: the schedule looks for what waits anyway."""
    try:
        make_lists_now.enqueue()
    except Exception as error:
        log.warning("lists: no nudge (%s)", type(error).__name__)
