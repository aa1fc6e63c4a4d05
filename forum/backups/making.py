"""Making a backup while the site is used: whole or not at all."""

import errno
import logging
import platform
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from forum import durable
from forum.backups import archive, databases, last
from forum.backups.archive import BackupError, Manifest
from forum.backups.unfinished import BACKUP, forget_unfinished

log = logging.getLogger("convenor.backups")


def make(target: Path, *, now: datetime | None = None) -> Manifest:
    """Write database and media into a new file. Raises BackupError, and leaves nothing then."""
    if target.exists() or target.is_symlink():
        raise BackupError(f"{target} is there already; it is not overwritten.")
    manifest = Manifest(
        made_at=(now or timezone.now()).isoformat(),
        engine=connection.vendor,
        versions={"django": django.get_version(), "python": platform.python_version()},
        migrations=databases.migrations(),
    )
    try:
        # Beside the target: there must be room for both anyway, and it is for us alone.
        forget_unfinished(target.parent)
        folder = Path(tempfile.mkdtemp(prefix=BACKUP, dir=target.parent))
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror}.") from error
    try:
        _write(target, manifest, folder / archive.DATABASE)
    except FileExistsError as error:
        raise BackupError(f"{target} is there already; it is not overwritten.") from error
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {_why(error)}.") from error
    finally:
        shutil.rmtree(folder)
    _remember(datetime.fromisoformat(manifest.made_at))
    return manifest


def _remember(moment: datetime) -> None:
    """The backup is there, whether or not this can be written down."""
    try:
        last.note(moment)
    except OSError as error:
        log.warning("nobody will know of this backup: %s", error.strerror)


def _write(target: Path, manifest: Manifest, copy: Path) -> None:
    databases.dump(copy)
    with durable.writing(target) as file:
        writer = archive.Writer(file, manifest)
        writer.add(copy, archive.DATABASE)
        if settings.MEDIA_ROOT:
            for path, name in archive.files(Path(settings.MEDIA_ROOT)):
                writer.add(path, name)
        writer.close()


def _why(error: OSError) -> str:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return "the disk is full" if is_full else str(error.strerror)
