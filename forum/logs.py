"""Log lines that nobody can forge and that hold no private link."""

import logging
import re
import traceback
from typing import Any

# Tokens of private links stand in paths: a log that keeps them would be a list of open doors.
_TOKEN_PATH = re.compile(r"/(b|r|t|h|stay|another|invitation|key|kitchen)/[^/\s\"']+")


class OneLine(logging.Formatter):
    """One record is one line: control characters are shown, private links are cut."""

    def format(self, record: logging.LogRecord) -> str:
        text = _TOKEN_PATH.sub(r"/\1/…", super().format(record))
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """The kind and places of a fault, without values: what it says may hold content."""
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)[-6:]
        return " | ".join([kind.__name__, *(f"{f.filename}:{f.lineno} {f.name}" for f in frames)])


def place(error: BaseException) -> str:
    """The kind of a fault and where it arose, without what it says."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
