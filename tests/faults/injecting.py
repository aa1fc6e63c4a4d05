"""One fault at one statement: a full disk, or a kill after which nothing more is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from django.db import OperationalError, connection

from tests.faults.outermost import as_if_outermost, is_outermost
from tests.killing import Killed


class Fault(Enum):
    FULL = "disk full"
    KILL = "killed"


class Statements:
    """Counts the statements of a deed and lets the one of that number fail.

    BEGIN and COMMIT count too; what Django says to open and close an inner block does not, and what
    takes a block back always works: so it is with a disk that is full and with a process that died.
    `commit` is the number of the last COMMIT.
    """

    def __init__(self, fault: Fault = Fault.FULL, number: int = 0) -> None:
        self.fault, self.number = fault, number
        self.count, self.has_failed, self.commit = 0, False, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not self._counts(sql):
            return execute(sql, *rest)
        self.count += 1
        if sql.startswith("RELEASE"):
            self.commit = self.count
        is_dead = self.has_failed and self.fault is Fault.KILL
        if self.count == self.number or is_dead:
            self.has_failed = True
            raise Killed if self.fault is Fault.KILL else OperationalError("disk full")
        return execute(sql, *rest)

    def _counts(self, sql: str) -> bool:
        word = sql.split(maxsplit=1)[0]
        if word not in {"SAVEPOINT", "RELEASE", "ROLLBACK"}:
            return True
        # A process that dies before COMMIT left what one that dies at the statement before it left.
        is_end = word == "RELEASE" and self.fault is Fault.FULL and not self.has_failed
        return is_outermost() and (word == "SAVEPOINT" or is_end)


@contextmanager
def counted(statements: Statements) -> Iterator[None]:
    """What is said to the database in here is said by one process, and counted."""
    with as_if_outermost(), connection.execute_wrapper(statements):
        yield
