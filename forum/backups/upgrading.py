"""Bringing what is there up to the code: whole or not at all, with a backup of before beside it.

All of it happens inside one transaction of the database. When a step fails, the disk is full or the
process is killed, the database itself puts everything back to what it was; nobody is signed out and
no mail is held for it, as a restore would do. Running it again begins anew.
"""

import io
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from forum import durable, serving
from forum.backups import archive, databases, restoring
from forum.backups.archive import BackupError
from forum.backups.making import make

# Beside what is computed: static files, and what a machine needs to go on.
_RESERVE = 100_000_000  # bytes


class UpgradeError(Exception):
    """It was not done; the words say why, and everything is as it was."""


@dataclass(frozen=True)
class Upgraded:
    """Where the backup of before is, and which migrations ran."""

    backup: Path
    migrations: list[str]


def upgrade(
    *,
    folder: Path,
    say: Callable[[str], object],
    with_figures: bool = True,
    now: datetime | None = None,
) -> Upgraded:
    """Back up into the folder, then migrate, check and collect static files; `say` tells each step.

    Without figures, those that are kept are not compared with their rows.

    Raises UpgradeError, BackupError and serving.InUseError; then nothing was changed.
    """
    with serving.alone():
        databases.must_be_alone()
        _must_know(databases.migrations())
        _must_have_room(folder)
        backup = folder / f"convenor-{now or timezone.now():%Y-%m-%d-%H%M%S}-before-upgrade.tar"
        say(f"Making a backup: {backup}")
        make(backup, now=now)
        restoring.prove(backup)
        steps = {"Checking the site": _check}
        if with_figures:
            steps["Comparing figures with their rows"] = _compare_figures
        # Last: the database does not put back the list of static files after a kill.
        steps["Collecting static files"] = _collect
        return Upgraded(backup, _change(steps, backup, say))


def _change(
    steps: dict[str, Callable[[], None]], backup: Path, say: Callable[[str], object]
) -> list[str]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    before = manifest.read_bytes() if manifest.exists() else None
    step = "Looking at the tables"
    try:
        with databases.in_one_transaction():
            planned = databases.unapplied()
            count = f"{len(planned)} step{'' if len(planned) == 1 else 's'}"
            for step, deed in {f"Migrating ({count})": _migrate, **steps}.items():
                say(step)
                deed()
    except Exception as error:
        _put_back(manifest, before)
        raise UpgradeError(
            f"{step} failed: {_first_line(error)}\n"
            "Nothing was changed: the database is as it was. Get the old code back and start it, "
            f"or mend this and run the upgrade again. The backup stays in {backup}."
        ) from error
    return planned


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _check() -> None:
    connection.check_constraints()
    call_command("check", databases=["default"], stdout=io.StringIO(), stderr=io.StringIO())


def _compare_figures() -> None:
    """The commands of settings.UPGRADE_CHECKS; what they print is told when one fails."""
    for name in settings.UPGRADE_CHECKS:
        printed = io.StringIO()
        try:
            call_command(name, stdout=printed)
        except Exception as error:
            raise UpgradeError(
                f"{_first_line(error)}\n{printed.getvalue().strip()}\n"
                f"If the old code says the same of them (manage.py {name}), they were so before: "
                "then upgrade --without-figures."
            ) from error


def _collect() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def _put_back(manifest: Path, before: bytes | None) -> None:
    """The old code finds its static files by this list; the files themselves stay."""
    if before is not None and (not manifest.exists() or manifest.read_bytes() != before):
        with durable.writing(manifest, replaces=True) as file:
            file.write(before)


def _first_line(error: Exception) -> str:
    if isinstance(error, UpgradeError):
        return str(error)
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else f"{type(error).__name__}."


def _must_know(applied: list[str]) -> None:
    if newer := databases.newer_than_code(applied):
        raise UpgradeError(
            f"The database is newer than this code, which does not know {newer[0]}. "
            "Get the newer code. Nothing was changed."
        )


def _must_have_room(folder: Path) -> None:
    """The backup beside its parts and unpacked again; SQLite writes what it changes twice."""
    data, size = Path(settings.DATA), databases.size()
    media = archive.files(Path(settings.MEDIA_ROOT)) if settings.MEDIA_ROOT else ()
    size_of_media = sum(path.stat().st_size for path, _name in media)
    wanted: Counter[int] = Counter()
    try:
        for place, least in ((folder, 3 * (size + size_of_media)), (data, 2 * size + _RESERVE)):
            disk = place.stat().st_dev
            wanted[disk] += least
            free = shutil.disk_usage(place).free
            if free < wanted[disk]:
                raise UpgradeError(
                    f"The disk of {place} has no room: {free // 1_000_000:,} MB are free, and "
                    f"{wanted[disk] // 1_000_000 + 1:,} MB are needed. Nothing was changed."
                )
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}.") from error
