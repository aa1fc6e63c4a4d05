"""What a process killed in the middle of a backup or a restore left: a copy no erasure reaches."""

import shutil
import time
from pathlib import Path

from django.conf import settings

BACKUP, RESTORE = ".backup-", ".restore-"
# Nothing that is going on takes so long, so that no folder in use is removed.
OLD = 24 * 3600  # seconds


def forget_unfinished(folder: Path | None = None) -> int:
    """Remove such folders in `folder` (the data when none is given) that are a day old; how many.

    Runs before the first page is served, and for the folder of backups with each new one.
    """
    before = time.time() - OLD
    old = [
        path
        for prefix in (BACKUP, RESTORE)
        for path in (folder or Path(settings.DATA)).glob(f"{prefix}*")
        if path.is_dir() and not path.is_symlink() and path.stat().st_mtime < before
    ]
    for path in old:
        shutil.rmtree(path)
    return len(old)
