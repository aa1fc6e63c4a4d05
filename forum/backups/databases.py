"""Copying a database while it is used, and putting a copy back whole or not at all."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from forum.backups.archive import BackupError
from forum.models import ScheduledJob

_WAIT = 20
# Seconds in which a process that was just stopped may let go.
_GRACE = 5


def dump(target: Path) -> None:
    """Write a consistent copy of the database into a new file. Raises BackupError."""
    if connection.vendor == "sqlite":
        with _sqlite(_path()) as source:
            source.execute("VACUUM INTO ?", [str(target)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def put_back(source: Path) -> None:
    """Put the copy in the place of everything in the database, in one transaction."""
    if connection.vendor == "sqlite":
        connection.close()
        with _sqlite(source) as copy, _sqlite(_path()) as database:
            copy.backup(database)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        _put_back_postgres(source)


def check(source: Path) -> None:
    """Whether the database itself says that the copy is sound. Raises BackupError."""
    if connection.vendor == "sqlite":
        with _sqlite(source) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise BackupError("The database in the backup is damaged.")
    else:
        _run("pg_restore", "--list", str(source))


def is_empty() -> bool:
    """Whether nobody has put anything into the database; its tables may be there."""
    models = [model for model in apps.get_app_config("forum").get_models() if _counts(model)]
    there = set(connection.introspection.table_names())
    return not any(
        model._meta.db_table in there and model._default_manager.exists() for model in models
    )


def _counts(model: object) -> bool:
    return model is not ScheduledJob


def migrations() -> list[str]:
    """The migrations of the database, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def unapplied() -> list[str]:
    """The migrations of the code that the database has not seen, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def newer_than_code(applied: list[str]) -> list[str]:
    """Those migrations of our apps that this code does not have."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    labels = {name.split(".")[0] for name in known}
    return [name for name in applied if name not in known and name.split(".")[0] in labels]


def size() -> int:
    """Bytes of the database, at least."""
    if connection.vendor == "sqlite":
        return sum(file.stat().st_size for file in _path().parent.glob(f"{_path().name}*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def must_be_alone() -> None:
    """Raises BackupError when another process has the database open, after a few seconds of grace.

    Also code that is older than the lock of `forum.serving` is found by it.
    """
    for _ in range(_GRACE):
        if not _is_open_elsewhere():
            return
        time.sleep(1)
    raise BackupError(
        "Another program has the database open: stop Convenor, and whatever else reads it."
    )


def _is_open_elsewhere() -> bool:
    if connection.vendor == "sqlite":
        return _path().exists() and _is_locked()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _is_locked() -> bool:
    """With a write-ahead log, whoever has the file open keeps others from having it alone."""
    connection.close()
    with contextlib.closing(sqlite3.connect(_path(), timeout=0)) as opened:
        try:
            opened.execute("PRAGMA locking_mode=EXCLUSIVE")
            opened.execute("BEGIN IMMEDIATE")
            opened.rollback()
        except sqlite3.OperationalError:
            return True
    return False


@contextlib.contextmanager
def in_one_transaction() -> Iterator[None]:
    """Everything that is done to tables and rows inside is there at its end, or nothing of it."""
    # SQLite turns the checks off between transactions only; migrations look at all keys themselves.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                # A table with checks that are still to come can be changed by no later migration.
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield
    except BaseException:
        # A migration that is cut off may leave its savepoint open, so that Django would go back to
        # that alone: a connection that ends goes back to the beginning.
        connection.close()
        del connections[DEFAULT_DB_ALIAS]
        raise
    connection.enable_constraint_checking()


@contextlib.contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_WAIT)) as opened:
            opened.isolation_level = None
            yield opened
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied: {error}.") from error


def _path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _put_back_postgres(source: Path) -> None:
    """As one script in one transaction: what is there goes, what is in the copy comes."""
    drop, script = source.with_suffix(".drop.sql"), source.with_suffix(".sql")
    quoted = ", ".join(connection.ops.quote_name(t) for t in connection.introspection.table_names())
    drop.write_text(f"DROP TABLE {quoted} CASCADE;\n" if quoted else "")
    connection.close()
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    order = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run("psql", *order, f"--file={drop}", f"--file={script}")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database. Raises BackupError with its first words."""
    held = connection.settings_dict
    env = {**os.environ, "PGCONNECT_TIMEOUT": str(_WAIT)}
    for variable, key in (
        *(("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")),
        *(("PGPASSWORD", "PASSWORD"), ("PGDATABASE", "NAME")),
    ):
        if held.get(key):
            env[variable] = str(held[key])
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [_program(program), *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise BackupError(lines[0] if lines else f"{program} failed.")


def _program(name: str) -> str:
    """Where the program is: on the path, or in Debian's folders, the newest first."""
    numbered = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders = sorted(numbered, key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if not found:
        raise BackupError(f"{name} is not installed. On Debian: apt install postgresql-client")
    return found
