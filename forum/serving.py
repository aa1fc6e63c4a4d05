"""Whether this site is being served, so that nobody changes the ground under it.

Whoever serves people or does the waiting work holds a lock for as long as the process lives, and
whoever replaces the database wants it alone. The kernel frees the lock of a killed process.
"""

import contextlib
import fcntl
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_NAME = "in_use"

logger = logging.getLogger(__name__)


class InUseError(Exception):
    """Convenor runs, or an upgrade, a restore or a move of the same data is going on."""


def begin() -> None:
    """Say for the life of this process that it serves. Raises InUseError during an upgrade."""
    try:
        # Nobody closes it: it is ours until the process ends.
        _lock(fcntl.LOCK_SH)
    except BlockingIOError as error:
        raise InUseError("An upgrade, a restore or a move is going on: wait for it.") from error
    except OSError as error:
        logger.warning("nobody will know that this process serves: %s", error.strerror)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep everybody from serving meanwhile. Raises InUseError when somebody does, or may."""
    try:
        descriptor = _lock(fcntl.LOCK_EX)
    except BlockingIOError as error:
        raise InUseError(
            "Convenor still runs: stop it first, the web server, the worker and the line in cron."
        ) from error
    except OSError as error:
        raise InUseError(f"Nobody can tell whether Convenor runs: {error}.") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(kind: int) -> int:
    path = Path(settings.DATA) / _NAME
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
