"""When a backup was last made here: one line beside the data, so that its absence can be told."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from forum import durable

_NAME = "last_backup"


def note(moment: datetime) -> None:
    """Remember that a backup was made. Raises OSError."""
    with durable.writing(_path(), replaces=True) as file:
        file.write(moment.isoformat().encode())


def made_at() -> datetime | None:
    """When the last was made; None when none was, or nobody can tell."""
    try:
        return datetime.fromisoformat(_path().read_text())
    except (OSError, ValueError):
        return None


def _path() -> Path:
    return Path(settings.DATA) / _NAME
