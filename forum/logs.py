"""Log lines that nobody can forge and that hold no private link."""

import logging
import re

# Tokens of private links stand in paths: a log that keeps them would be a list of open doors.
_TOKEN_PATH = re.compile(r"/(b|r|t|another|invitation)/[^/\s\"']+")


class OneLine(logging.Formatter):
    """One record is one line: control characters are shown, private links are cut."""

    def format(self, record: logging.LogRecord) -> str:
        text = _TOKEN_PATH.sub(r"/\1/…", super().format(record))
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """The kind and place of a fault, without values: a traceback's last line may hold content."""
        text = super().formatException(ei)  # type: ignore[arg-type]
        lines = [line for line in text.splitlines() if line.startswith("  File ")]
        kind = text.splitlines()[-1].split(":", 1)[0]
        return " | ".join([kind, *(line.strip() for line in lines[-6:])])
