"""A site of its own, with a database of its own, for tests that start and kill processes."""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "convenor.sqlite3"
# The folder of what sites are copied from: one for all processes of a run of tests.
_COPIES = "CONVENOR_TESTS_COPIES"


@dataclass
class Site:
    """Variables that make a process work on this site."""

    env: dict[str, str]

    def run(self, *arguments: str, **variables: str) -> str:
        """Run Python with these arguments to its end; what it printed."""
        done = subprocess.run(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            env=self.env | variables,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start Python with these arguments and do not wait."""
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            env=self.env | variables,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def bare_environment() -> dict[str, str]:
    """The machine's environment without ours and Django's: a process that starts afresh."""
    ours = ("CONVENOR_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A migrated, empty site on the database that the tests run on. Import it to use it."""
    with made_in(tmp_path / "site") as made:
        yield made


@contextmanager
def made_in(folder: Path) -> Iterator[Site]:
    """The same in a folder of the caller's, for as long as the caller likes."""
    if connection.vendor == "sqlite":
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(_migrated_file(), folder / DATABASE)
        yield in_sqlite(folder)
        return
    with _database(template=_migrated_database()) as name:
        yield Site(_environment(folder, name))


def in_sqlite(folder: Path) -> Site:
    """A site in the SQLite file of the folder, also where the tests run on PostgreSQL."""
    return Site(_environment(folder))


@contextmanager
def empty_postgres() -> Iterator[str]:
    """The address of a database with nothing in it, on the server that the tests run on."""
    with _database(template="template0") as name:
        yield _environment(Path(), name)["CONVENOR_DATABASE_URL"]


@contextmanager
def _database(*, template: str) -> Iterator[str]:
    name = f"site_{uuid.uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


# The first test that asks migrates, and every site of all processes of tests begins as a copy.


def keep_copies() -> None:
    """Make the folder of what sites are copied from; once, before other processes start."""
    if _COPIES not in os.environ:
        os.environ[_COPIES] = tempfile.mkdtemp(prefix="convenor-site-")


def forget_copies() -> None:
    """Remove what sites were copied from; at the end of the tests, by the last process."""
    folder = Path(os.environ.pop(_COPIES))
    if (made := folder / "template").exists():
        with _server() as server:
            server.execute(f"DROP DATABASE {made.read_text()} WITH (FORCE)")
    shutil.rmtree(folder)


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder of copies, while no other process works in it."""
    folder = Path(os.environ[_COPIES])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@functools.cache
def _migrated_file() -> Path:
    with _alone() as folder:
        if not (folder / "migrated").exists():
            _migrate(Site(_environment(folder)))
            (folder / "migrated").touch()
    return folder / DATABASE


@functools.cache
def _migrated_database() -> str:
    with _alone() as folder:
        made = folder / "template"
        if not made.exists():
            name = f"site_template_{uuid.uuid4().hex[:12]}"
            with _server() as server:
                server.execute(f"CREATE DATABASE {name}")
            _migrate(Site(_environment(folder, name)))
            made.write_text(name)
        return made.read_text()


def _migrate(site: Site) -> None:
    site.run("manage.py", "migrate", "--verbosity=0", "--skip-checks")


def _environment(folder: Path, database: str = "") -> dict[str, str]:
    env = bare_environment()
    env |= {"CONVENOR_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "forum.project.settings"}
    env["CONVENOR_FORM_SECONDS"] = "0"  # tests type fast
    if database:
        held = settings.DATABASES["default"]
        account = f"{held['USER']}:{held['PASSWORD']}".rstrip(":")
        where = f"{held['HOST']}:{held['PORT'] or 5432}"
        env["CONVENOR_DATABASE_URL"] = f"postgres://{account}@{where}/{database}"
    return env


def _server() -> psycopg.Connection[Any]:
    held = settings.DATABASES["default"]
    return psycopg.connect(
        dbname="postgres",
        autocommit=True,
        host=held["HOST"],
        port=held["PORT"] or 5432,
        user=held["USER"],
        password=held["PASSWORD"],
    )
