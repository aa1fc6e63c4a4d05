"""Putting a backup back: checked whole before anything is touched, and quiet afterwards.

Mails that were waiting when it was made have perhaps been sent since, so they are held. Sessions
that were ended since would be open again, so everybody signs in anew. What is due by now is erased
before anything is served.
"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from forum import starting
from forum.backups import archive, databases
from forum.backups.archive import BackupError, Manifest
from forum.backups.unfinished import RESTORE
from forum.models import Message
from forum.models.ground import MessageState


@dataclass(frozen=True)
class Restored:
    """What was put back, and how many mails are held."""

    manifest: Manifest
    mails_held: int


def restore(source: Path, *, replace: bool = False) -> Restored:
    """Put the backup in the place of the database and media.

    Raises BackupError before anything is touched: for a file that is cut, damaged, foreign or
    newer than this code, and for a database that holds something unless `replace`.
    """
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=RESTORE, dir=settings.DATA))
    try:
        manifest = archive.unpack(source, folder)
        _must_fit(source, manifest)
        databases.check(folder / archive.DATABASE)
        if not replace and not databases.is_empty():
            raise BackupError(
                "There is something in the database. To lose it for good, add --replace."
            )
        databases.put_back(folder / archive.DATABASE)
        _put_media_back(folder / archive.MEDIA)
    finally:
        shutil.rmtree(folder)
    call_command("migrate", verbosity=0, interactive=False)
    held = _quieten()
    starting.run()
    return Restored(manifest, held)


def _must_fit(source: Path, manifest: Manifest) -> None:
    if archive.DATABASE not in manifest.members:
        raise BackupError(f"{source} holds no database.")
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"{source} is of a {manifest.engine} database, and this site has {connection.vendor}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.split(".")[0] for name in known}
    newer = [m for m in manifest.migrations if m not in known and m.split(".")[0] in apps]
    if newer:
        raise BackupError(f"{source} was made by a newer version of Convenor: get that first.")


def _put_media_back(found: Path) -> None:
    """Exchange the folder of media; what stood there goes."""
    if not settings.MEDIA_ROOT:
        return
    target = Path(settings.MEDIA_ROOT)
    found.mkdir(exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    shutil.move(found, target)


def _quieten() -> int:
    """Hold every mail that waits, and end every session; how many mails."""
    Session.objects.all().delete()
    return Message.objects.filter(state=MessageState.QUEUED).update(
        state=MessageState.HELD, leased_until=None, lease=None
    )
