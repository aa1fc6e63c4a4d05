"""What happens on a site of its own around an upgrade, in one process; it prints what it found.

python -m tests.forum.upgrade_drills story FOLDER   refusals, faults, kills, and then the upgrade
python -m tests.forum.upgrade_drills many FOLDER    more steps, cut off at every ninth statement
"""

import json
import os
import shutil
import signal
import sys
import uuid
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from forum import diagnosis, serving
from forum.backups import BackupError, databases
from forum.backups.upgrading import UpgradeError, upgrade
from registrations import check_in, figures
from registrations.models import AttendanceFigures
from tests import factories
from tests.database import state

START = ["-c", "import django; django.setup(); from tests.forum.upgrade_drills import main; main()"]
# What a version of some months ago had.
LONG_AGO = {"registrations": "0006_lists", "feedback": "0003_readings", "forum": "0004_breakouts"}
OLD_MANIFEST = json.dumps({"version": "1.1", "paths": {"old code": ""}})
_seconds = count()


def people_of_an_older_version() -> None:
    """Three people who came, with their figures."""
    event = factories.make_event(slug="drill")
    now = event.starts_at
    for name in ("Amina", "Bilal", "Chen"):
        person = factories.make_registration(event, name, coming_as="staff", organisation="Pier")
        check_in.check_in(registration=person, by=None, scan_id=uuid.uuid4(), now=now)
    figures.refresh_due(timezone.now())


def back_a_little() -> None:
    """To before the last migration of one app."""
    graph = MigrationLoader(connection).graph
    [last] = graph.leaf_nodes("registrations")
    before = max(parent.key for parent in graph.node_map[last].parents if parent.key[0] == last[0])
    call_command("migrate", *before, verbosity=0)


def attempt(folder: Path, **options: Any) -> str:
    """What an upgrade says when it does not happen, else nothing."""
    try:
        # Each backup is named by its second.
        now = timezone.now() + timedelta(seconds=next(_seconds))
        upgrade(folder=folder, say=lambda _words: None, now=now, **options)
    except (UpgradeError, BackupError, serving.InUseError) as error:
        return str(error)
    return ""


@contextmanager
def at_statement(number: int, deed: Callable[[], object]) -> Iterator[list[str]]:
    """Do it at that statement of the change, after the backup; the statements so far."""
    seen: list[str] = []
    numbers = count(1)

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if connection.in_atomic_block:
            seen.append(sql)
            if next(numbers) == number:
                deed()
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield seen


def full() -> None:
    raise OperationalError("database or disk is full")


def story(folder: Path) -> dict[str, Any]:
    people_of_an_older_version()
    back_a_little()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(OLD_MANIFEST)
    before = state()
    found: dict[str, Any] = {"refused": refusals(folder), "refused changed": state() != before}
    found["doctor"] = [fault.act for fault in diagnosis.find()]
    found["faults"] = [
        [attempt_with_fault(folder, statement), state() == before] for statement in (1, 20)
    ]
    found["killed"] = [is_killed(folder, 30), state() == before]
    found["figures"] = wrong_figures(folder, before)
    found["manifest kept"] = manifest.read_text() == OLD_MANIFEST
    found["collected nothing"] = list(manifest.parent.iterdir()) == [manifest]
    found["done"] = [attempt(folder), stands()]
    found["new manifest"] = "old code" not in manifest.read_text()
    found["backups"] = sorted({path.suffix for path in folder.iterdir()})
    return found


def many(folder: Path) -> dict[str, Any]:
    people_of_an_older_version()
    for app, name in LONG_AGO.items():
        call_command("migrate", app, name, verbosity=0)
    before, cut, changed = state(), 0, []
    for statement in count(1, 9):
        deed = is_killed if statement % 2 else attempt_with_fault
        if not deed(folder, statement):
            break
        cut += 1
        if state() != before:
            changed.append(statement)
    return {"cut": cut, "changed": changed, "then": stands()}


def is_killed(folder: Path, statement: int) -> bool:
    """Whether a process was killed at that statement of an upgrade."""
    connection.close()
    if child := os.fork():
        next(_seconds)  # as the other process does
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with at_statement(statement, lambda: os.kill(os.getpid(), signal.SIGKILL)):
        os._exit(bool(attempt(folder)))


def attempt_with_fault(folder: Path, statement: int) -> str:
    with at_statement(statement, full):
        return attempt(folder).partition("\n")[0]


def refusals(folder: Path) -> list[str]:
    """While it runs, without room, and with a database that is newer than the code."""
    said = []
    with serving.alone():
        said.append(attempt(folder))
    with pytest.MonkeyPatch.context() as patch:
        room = namedtuple("room", "total used free")(10**9, 10**9, 3_000_000)
        patch.setattr(shutil, "disk_usage", lambda _folder: room)
        said.append(attempt(folder).split(":")[0])
    MigrationRecorder(connection).record_applied("forum", "0099_later")
    said.append(attempt(folder))
    MigrationRecorder(connection).record_unapplied("forum", "0099_later")
    return said


def wrong_figures(folder: Path, before: dict[str, str]) -> list[Any]:
    """Figures that do not add up afterwards; they may have been so before, and one can say so."""
    rows = AttendanceFigures.objects.filter(organisation=None)
    rows.update(came=2)
    spoiled = state()
    said = attempt(folder).splitlines()
    rows.update(came=3)
    return [said[1:3], spoiled != before, state() == before]


def stands() -> dict[str, Any]:
    figures = AttendanceFigures.objects.filter(organisation=None)
    return {
        "unapplied": databases.unapplied(),
        "came from": [len(row.came_from) for row in figures],
        "checks": connection.check_constraints() or "held",
    }


def main() -> None:
    deed, folder = sys.argv[1:]
    print("\n" + json.dumps({"story": story, "many": many}[deed](Path(folder))))  # noqa: T201
