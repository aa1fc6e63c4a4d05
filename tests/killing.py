"""A process that is killed between two statements, as a power cut would end it."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.db import connection


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


def killed_at_each_statement(deed: Callable[[], object]) -> Iterator[int]:
    """Run a deed and kill it at its first statement, then at its second, until it ends by itself.

    Gives the number of the statement after each kill, so that one can look at what is left.
    """
    for statement in count(1):
        try:
            with connection.execute_wrapper(_killed_at(statement)):
                deed()
        except Killed:
            yield statement
        else:
            return


def _killed_at(statement: int) -> Callable[..., Any]:
    numbers = count(1)

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if next(numbers) == statement:
            raise Killed
        return execute(sql, *rest)

    return wrapper
