"""Putting a backup back: checked whole before anything is touched, and quiet afterwards.

Mails that were waiting when it was made have perhaps been sent since, so they are held. Sessions
that were ended since would be open again, so everybody signs in anew. What is due by now is erased
before anything is served.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

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
    with _checked(source, settings.DATA) as (manifest, folder):
        if not replace and not databases.is_empty():
            raise BackupError(
                "There is something in the database. To lose it for good, add --replace."
            )
        databases.put_back(folder / archive.DATABASE)
        _put_media_back(folder / archive.MEDIA)
    call_command("migrate", verbosity=0, interactive=False)
    held = _quieten()
    starting.run()
    return Restored(manifest, held)


def prove(source: Path) -> None:
    """Raises BackupError unless every part of the backup is whole and could be put back."""
    with _checked(source, source.parent):
        pass


@contextlib.contextmanager
def _checked(source: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """What the backup says, and a folder with its sound parts for as long as they are needed."""
    folder = Path(tempfile.mkdtemp(prefix=RESTORE, dir=beside))
    try:
        manifest = archive.unpack(source, folder)
        _must_fit(source, manifest)
        databases.check(folder / archive.DATABASE)
        yield manifest, folder
    finally:
        shutil.rmtree(folder)


def _must_fit(source: Path, manifest: Manifest) -> None:
    if archive.DATABASE not in manifest.members:
        raise BackupError(f"{source} holds no database.")
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"{source} is of a {manifest.engine} database, and this site has {connection.vendor}."
        )
    if databases.newer_than_code(manifest.migrations):
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
