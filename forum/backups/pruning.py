"""Letting go of old backups: what people were promised would be erased is still in them."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

# However far a wrong clock has jumped, so many of the newest stay.
LEAST = 3
_OURS = re.compile(r"convenor-\d{4}-\d\d-\d\d(-\d{4}|-\d{6}-before-upgrade)?\.tar")


def named(folder: Path, *, now: datetime | None = None) -> Path:
    """What a backup that is made now is called there, by the day and the minute of the site."""
    return folder / f"convenor-{timezone.localtime(now):%Y-%m-%d-%H%M}.tar"


def prune(folder: Path, *, days: int, now: datetime | None = None) -> list[Path]:
    """Delete our backups in the folder that are older than so many days, but the newest three.

    Only files called as `named` or an upgrade calls them, or by the day alone; what else lies there
    stays. Gives those that were deleted. Raises OSError.
    """
    oldest = f"{timezone.localtime(now) - timedelta(days=days):%Y-%m-%d}"
    ours = sorted(
        path
        for path in folder.iterdir()
        if _OURS.fullmatch(path.name) and path.is_file() and not path.is_symlink()
    )
    old = [path for path in ours[:-LEAST] if path.name.split("-", 1)[1] < oldest]
    for path in old:
        path.unlink()
    return old
