"""Sweeping the disk after closing: what was deleted leaves the file of the database and its log.

Outside any transaction, and honest about whether it worked: SQLite answers a row and no fault when
somebody else reads, and then what was deleted still stands in its log (measured).
"""

import time
from typing import Any

from django.db import OperationalError, connection

from feedback.models import Ballot, BallotCode, Comment, Rating, SpareCode, WithdrawnCode

_TABLES = [Ballot, BallotCode, SpareCode, WithdrawnCode, Rating, Comment]
_TRIES, _PAUSE = 3, 0.2  # seconds
# How long each step waits for others; a page that closes a box must not hang on them.
_PATIENCE = 1_000  # milliseconds


def sweep() -> bool:
    """Whether nothing of what was deleted is left in the database's files."""
    if connection.in_atomic_block:
        return False
    if connection.vendor == "sqlite":
        return _sweep_sqlite()
    with connection.cursor() as cursor:
        for model in _TABLES:
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
    return True


def _sweep_sqlite() -> bool:
    """VACUUM writes the file anew; the log is then moved into it and cut to nothing."""
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        try:
            return any(_swept_once(cursor, number) for number in range(_TRIES))
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def _swept_once(cursor: Any, number: int) -> bool:
    time.sleep(_PAUSE * number)
    try:
        cursor.execute("VACUUM")
        row = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except OperationalError:
        return False
    return not row[0]
