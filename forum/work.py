"""Work that somebody waits for: who does it, how far it is, and taking it up when nobody does.

A row of such work says its `state` (WorkState) and when it was last worked on (`at`), which marks
whose it is. One that has said nothing for long was left behind by a process that was killed; of
many that find it, one makes it theirs. What the first may still bring then counts for nothing.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from forum.models.files import WorkState

SILENT = timedelta(minutes=2)
TRIES = 3
# Seconds between two signs of life; each is one query.
BEAT = 1.0

BROKEN_OFF = "This was broken off each time it was tried."


class TakenOverError(Exception):
    """The row is somebody else's by now, or gone."""


def due(now: datetime) -> Q:
    """Rows that wait, and those that were left behind."""
    return Q(state=WorkState.WAITING) | Q(state=WorkState.RUNNING, at__lt=now - SILENT)


def take_up(row: Any, now: datetime) -> bool:
    """Make the row ours; whether it is. One that was begun too often fails instead."""
    tries = row.tries + 1
    if not _held(row).update(state=WorkState.RUNNING, at=now, tries=tries, done=0):
        return False
    row.state, row.at, row.tries, row.done = WorkState.RUNNING, now, tries, 0
    if tries > TRIES:
        fail(row, BROKEN_OFF)
        return False
    return True


class Beat:
    """Writes into the row how far the work is, at most once in BEAT seconds."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self._next = time.monotonic() + BEAT

    def __call__(self, done: int) -> None:
        """Raises TakenOverError."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + BEAT
        update(self.row, done=done, at=timezone.now())


def update(row: Any, **fields: Any) -> None:
    """Write into a row that is still ours. Raises TakenOverError."""
    if not _held(row).update(**fields):
        raise TakenOverError
    for name, value in fields.items():
        setattr(row, name, value)


def fail(row: Any, words: str) -> None:
    """End the work with what went wrong, in words for whoever waits; nothing if it is not ours."""
    if _held(row).update(state=WorkState.FAILED, problem=words):
        row.state, row.problem = WorkState.FAILED, words


def _held(row: Any) -> Any:
    """The row as long as it is as we last saw or wrote it."""
    return type(row).objects.filter(pk=row.pk, state=row.state, at=row.at)
