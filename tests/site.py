"""A site of its own, with a database of its own, for tests that start and kill processes."""

import os
import subprocess
import sys
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
    env = bare_environment()
    env |= {"CONVENOR_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "forum.project.settings"}
    if connection.vendor == "sqlite":
        made = Site(env)
        made.run("manage.py", "migrate", "--verbosity=0", "--skip-checks")
        yield made
        return
    name = f"site_{uuid.uuid4().hex[:12]}"
    held = settings.DATABASES["default"]
    where: dict[str, Any] = {
        "host": held["HOST"],
        "port": held["PORT"] or 5432,
        "user": held["USER"],
        "password": held["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            account = f"{where['user']}:{where['password']}".rstrip(":")
            env["CONVENOR_DATABASE_URL"] = (
                f"postgres://{account}@{where['host']}:{where['port']}/{name}"
            )
            made = Site(env)
            made.run("manage.py", "migrate", "--verbosity=0", "--skip-checks")
            yield made
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
