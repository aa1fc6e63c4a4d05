"""Where SQLite keeps what was overwritten: in its log, until the log is moved into the file.

`secure_delete` clears the pages of the file; old versions of a page stand in the log until then
(measured). PostgreSQL keeps old versions in its files until its own VACUUM; there only the key,
once destroyed, makes them worthless.
"""

import logging
from typing import Any

from django.db import OperationalError, connection, transaction

log = logging.getLogger("convenor.erasing")

# How long a page that erases something waits for others; the job comes back for the rest.
_PATIENCE = 1_000  # milliseconds


def settle_after_commit() -> None:
    """Settle when the transaction in hand has ended well; for whoever erases something."""
    transaction.on_commit(settle, robust=True)


def settle(now: Any = None) -> bool:
    """Cut SQLite's log to nothing; whether that was done. A job, and after erasing.

    Within a transaction nothing can be done, and somebody who reads meanwhile prevents it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        try:
            busy = bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        except OperationalError:
            busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    if busy:
        log.warning("the log of the database was in use: erased pages leave it later")
    return not busy
