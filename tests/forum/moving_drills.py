"""A site in SQLite, with a row of everything, is moved to PostgreSQL; it prints what it found.

python -m tests.forum.moving_drills story ADDRESS   refused, moved, read there, and tampered with
python -m tests.forum.moving_drills cut ADDRESS     killed, tampered with on the way, then moved
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from feedback.models import EventThemes
from forum import diagnosis
from forum.backups import BackupError
from forum.backups.moving import MoveError, differences, exchanged, move
from forum.models import AuditEntry, Event, Host, Organisation
from registrations import needs
from registrations.models import Needs, Registration
from tests.database import state
from tests.world import make_world

START = ["-c", "import django; django.setup(); from tests.forum.moving_drills import main; main()"]
# What a copy may take for its own signs: ends of lines and of files, quotes, other scripts.
HOSTILE = '\\N \\. \t\r\n\\x00 \'; DROP TABLE forum_event; -- \u202e \U0001f3d5 مرحبا {"a": null}'
NESTED = {"ü\u2028": [None, True, 1, 1.5, 1e22, 12345678901234567890, {"b": "\\u0041", "a": ""}]}
# An hour that Leeds had twice, to the microsecond, and one before any of this.
MOMENTS = [
    datetime(2026, 10, 25, 1, 30, 0, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


def tables() -> None:
    """As all migrations would make them, which takes Django many seconds."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.disk_migrations:
        executor.recorder.record_applied(app, name)
    for app in apps.get_app_configs():
        create_contenttypes(app, verbosity=0)
        create_permissions(app, verbosity=0)


def rows() -> None:
    """A row of everything, and what is hard to copy."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
    tables()
    make_world()
    host = Host.objects.order_by("pk")[0]
    Organisation.objects.bulk_create([Organisation(host=host, name=HOSTILE, name_key="hostile")])
    EventThemes.objects.update_or_create(
        event=Event.objects.order_by("pk")[0], defaults={"counts": NESTED}
    )
    # Further on than the migrations of the new database get by themselves.
    kind = Permission.objects.latest("pk").content_type
    Permission.objects.create(pk=5_000, codename="last", name="last", content_type=kind)
    AuditEntry.objects.bulk_create([AuditEntry(deed="looked", at=moment) for moment in MOMENTS])


def reads() -> dict[str, Any]:
    """What the site reads, on either database."""
    return {
        "needs": {str(row.pk): needs.own_of(row) for row in Needs.objects.order_by("pk")},
        "people": Registration.objects.count(),
        "name": Organisation.objects.get(name__contains="DROP").name,
        "nested": EventThemes.objects.get(counts__has_key="ü\u2028").counts,
        "moments": sorted(
            str(entry.at) for entry in AuditEntry.objects.filter(deed="looked").order_by("at")
        ),
    }


def attempt(address: str, step: str = "", deed: Callable[[], object] = lambda: None) -> str:
    """What the move says when it does not happen, else nothing; the deed is done at that step."""
    try:
        move(address=address, say=lambda words: words.startswith(step) and deed() if step else 0)
    except (MoveError, BackupError) as error:
        return str(error)
    return ""


def tamper() -> None:
    """In the copy, after it was made: a word, a number in JSON, a moment, a sealed byte, a row."""
    Organisation.objects.filter(name=HOSTILE).update(name=HOSTILE.replace("DROP", "drop"))
    themes = EventThemes.objects.get(counts=NESTED)
    EventThemes.objects.filter(pk=themes.pk).update(counts={"ü\u2028": [None, 1, 1]})
    AuditEntry.objects.filter(at=MOMENTS[0]).update(at=MOMENTS[0].replace(microsecond=2))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registrations_needs"
            " SET answers = set_byte(answers, 40, 255 - get_byte(answers, 40))"
        )
    AuditEntry.objects.filter(at=MOMENTS[1]).delete()
    AuditEntry.objects.create(deed="nobody did this")


def is_killed(address: str, step: str) -> bool:
    connection.close()
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    os._exit(bool(attempt(address, step, lambda: os.kill(os.getpid(), signal.SIGKILL))))


def story(address: str) -> dict[str, Any]:
    rows()
    before, found = state(), {"reads": reads()}
    found["refused"] = [
        attempt("mysql://convenor@127.0.0.1/convenor"),
        attempt("postgres://convenor@127.0.0.1:port/convenor"),
        attempt("postgres://convenor@127.0.0.1:1/convenor").partition(",")[0],
    ]
    counted = move(address=address, say=lambda _words: None)
    found["again"] = attempt(address)
    found["same as before"] = state() == before
    found["not moved"] = sorted(set(before) - set(counted))
    found["rows"] = counted == {table: count_of(table) for table in counted}
    with exchanged(address):
        found["there"], found["faults"] = reads(), [fault.key for fault in diagnosis.find()]
        found["next number"] = next_number()
        found["differences at first"] = list(differences())
        tamper()
        found["differences"] = sorted({without_keys(line) for line in differences()})
    return found


def cut(address: str) -> dict[str, Any]:
    rows()
    before, found = state(), {}
    found["killed"] = [is_killed(address, step) for step in ("Copying", "Comparing")]
    found["tampered"] = attempt(address, "Comparing", tamper).splitlines()[0]
    found["then"] = [attempt(address), state() == before]
    return found


def count_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def next_number() -> int:
    """The number of a row that is made there, and goes again."""
    kind = Permission.objects.latest("pk").content_type
    made = Permission.objects.create(codename="x", name="x", content_type=kind)
    number = made.pk
    made.delete()
    return number


def without_keys(line: str) -> str:
    table, _, rest = line.partition(", row ")
    return f"{table}: {rest.partition(': ')[2]}" if rest else line


def main() -> None:
    deed, address = sys.argv[1:]
    print("\n" + json.dumps({"story": story, "cut": cut}[deed](address)))  # noqa: T201
