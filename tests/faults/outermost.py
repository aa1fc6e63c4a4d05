"""Transactions of a test that behave as those of a request: the outermost commits and runs hooks.

A test works inside a transaction that is rolled back at its end. In here a block that would be the
outermost of a request is a savepoint: releasing it stands for COMMIT, and what waits for the commit
runs then. A statement outside of any block stands by itself, as with autocommit.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction


class AfterCommitError(BaseException):
    """What waited for a commit has failed; the commit stands, so no block may roll it back."""


@contextmanager
def as_if_outermost() -> Iterator[None]:
    """Let blocks that begin in here be outermost ones."""
    held = connections["default"]
    floor, hooks = len(held.savepoint_ids), held.run_on_commit
    usual_class, usual_enter = type(held), transaction.Atomic.__enter__

    @functools.wraps(usual_enter)
    def enter(block: Any) -> None:
        wanted = block.savepoint
        block.savepoint = wanted or len(held.savepoint_ids) == floor
        try:
            usual_enter(block)
        finally:
            block.savepoint = wanted

    held.__class__ = _kind(usual_class)
    held.floor, held.run_on_commit = floor, []
    transaction.Atomic.__enter__ = enter
    try:
        yield
    finally:
        transaction.Atomic.__enter__ = usual_enter
        held.__class__ = usual_class
        held.needs_rollback, held.run_on_commit = False, hooks


def is_outermost() -> bool:
    """Whether no block is open: a savepoint is a BEGIN now, its release a COMMIT."""
    held = connections["default"]
    return len(held.savepoint_ids) == held.floor


class _Outermost:
    """What a connection does otherwise; `floor` is how many blocks are the test's own."""

    floor: int

    @property
    def needs_rollback(self) -> bool:
        return bool(self.__dict__["needs_rollback"])

    @needs_rollback.setter
    def needs_rollback(self, is_needed: bool) -> None:
        # With autocommit a statement that failed is no block's to roll back.
        self.__dict__["needs_rollback"] = is_needed and not is_outermost()

    def on_commit(self: Any, func: Callable[[], object], robust: bool = False) -> None:
        super().on_commit(func, robust)  # type: ignore[misc]
        self._run_hooks()

    def savepoint_commit(self: Any, sid: str) -> None:
        super().savepoint_commit(sid)  # type: ignore[misc]
        self._run_hooks()

    def _run_hooks(self: Any) -> None:
        while self.run_on_commit and is_outermost():
            _, func, robust = self.run_on_commit.pop(0)
            try:
                func()
            except Exception as error:
                if not robust:
                    raise AfterCommitError from error


@functools.cache
def _kind(usual: type) -> type:
    return type("Outermost", (_Outermost, usual), {})
