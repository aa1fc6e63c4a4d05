"""Convenor and the bare floor, side by side on the same database, by gunicorn on loopback.

Both have two processes of four threads. Who asks is one address, so the limits per address are
raised, and forms may come back at once; every other setting is that of a real site.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.processes import busy_seconds, cpu_seconds
from benchmarks.web_server import Server, free_port, started

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL, SQLITE = "PostgreSQL", "SQLite"
DATABASES = [POSTGRESQL, SQLITE]
CONVENOR, FLOOR = "forum.project.wsgi", "floor.wsgi"
OPTIONS = [
    *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
    *("--no-control-socket", "--log-level", "warning"),
]
# As docs/running.md tells: one process that also does the waiting work.
AS_DEPLOYED = ["--config", "deploy/gunicorn.conf.py"]
ONE_CLIENT_IS_MANY = {
    "CONVENOR_FORMS_PER_ADDRESS": "1000000",
    "CONVENOR_FORM_SECONDS": "0",
    "CONVENOR_MAILS_PER_MINUTE": "0",
}


class Site:
    """One database with the work in it, and what serves from it.

    `env` makes a process work on Convenor's tables, `floor_env` on the floor's. `made` is what
    `work.fill` says: where the events are, and who is signed in.
    """

    def __init__(
        self, database: str, folder: Path, urls: tuple[str, str], stack: ExitStack, server: int
    ) -> None:
        self.database, self.folder, self._stack = database, folder, stack
        self._database_server = server
        bare = {
            name: value
            for name, value in os.environ.items()
            # Bytecode is kept from one start to the next, as on a real site.
            if not name.startswith(("CONVENOR_", "DJANGO_", "PYTHONDONTWRITEBYTECODE"))
        }
        path = f"{ROOT}:{ROOT / 'benchmarks'}"
        bare |= {"PYTHONPATH": path, "CONVENOR_DATA": str(folder), "CONVENOR_WORKER": "0"}
        self.env = {
            **bare,
            **ONE_CLIENT_IS_MANY,
            "CONVENOR_DATABASE_URL": urls[0],
            "DJANGO_SETTINGS_MODULE": "forum.project.settings",
        }
        self.floor_env = {
            **bare,
            "CONVENOR_DATABASE_URL": urls[1],
            "DJANGO_SETTINGS_MODULE": "floor.settings",
        }

    @cached_property
    def migrating(self) -> tuple[float, float]:
        """Seconds that making the tables took, and seconds of the processor without the database's.

        Made when first asked for.
        """
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run("manage.py", "migrate", "--verbosity=0", "--skip-checks")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return time.perf_counter() - begun, spent

    @cached_property
    def made(self) -> dict[str, Any]:
        """The tables of both and the work in them, written when first asked for."""
        _ = self.migrating
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        self.call("floor.filling", "fill")
        made: dict[str, Any] = self.call("benchmarks.bench.work", "fill")
        return made

    @cached_property
    def convenor(self) -> Server:
        """Convenor without its worker, from now to the end of the run."""
        return self._stack.enter_context(self.serving(CONVENOR))

    @cached_property
    def floor(self) -> Server:
        return self._stack.enter_context(self.serving(FLOOR))

    @contextmanager
    def serving(
        self, application: str, options: Sequence[str] = OPTIONS, **variables: str
    ) -> Iterator[Server]:
        """A server of its own with these variables; what it says is in `server.log`."""
        _ = self.made
        env = {**(self.floor_env if application == FLOOR else self.env), **variables}
        port, log = free_port(), self.folder / "server.log"
        with started(application, options, env, port, log) as server:
            yield server

    def cpu(self, server: Server) -> float:
        """Seconds of the processor that the server has taken, with its database."""
        return cpu_seconds(server.pid) + (
            cpu_seconds(self._database_server) if self._database_server else 0.0
        )

    def run(self, *command: str, **variables: str) -> str:
        """Run a program of ours to its end on Convenor's tables; what it wrote."""
        return _run(command, {**self.env, **variables})

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        """What a function gives back, called in a process of its own with Django set up.

        A module of the floor is called with the floor's settings.
        """
        env = self.floor_env if module.startswith("floor.") else self.env
        command = ("-m", "benchmarks.bench.inside", module, function, *map(json.dumps, arguments))
        return json.loads(_run(command, env))


class Bench:
    """A run: the sites, made when they are first asked for, and gone when the stack is closed."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._sites: dict[str, Site] = {}

    def site(self, database: str) -> Site:
        if database not in self._sites:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            urls, server = (f"sqlite:///{folder}/convenor.sqlite3", f"sqlite:///{folder}/floor"), 0
            if database == POSTGRESQL:
                urls, server = self._postgresql
            self._sites[database] = Site(database, folder, urls, self._stack, server)
        return self._sites[database]

    def moment(self) -> tuple[float, float, float]:
        """Now, and the seconds that the cores were busy so far, and were so for this run."""
        own = cpu_seconds(os.getpid())
        if "_postgresql" in self.__dict__:
            own += cpu_seconds(self._postgresql[1])
        return time.perf_counter(), busy_seconds(), own

    def others(self, since: tuple[float, float, float]) -> float:
        """The share of the machine that other work has taken since that moment."""
        seconds, busy, own = (now - then for now, then in zip(self.moment(), since, strict=True))
        return max(0.0, busy - own) / (seconds * (os.cpu_count() or 1))

    @property
    def sites(self) -> list[Site]:
        """One on each database."""
        return [self.site(database) for database in DATABASES]

    @cached_property
    def _postgresql(self) -> tuple[tuple[str, str], int]:
        """A throw-away cluster with a database for each, and its first process."""
        import psycopg  # noqa: PLC0415 - a run without PostgreSQL does without

        port = free_port()
        env = os.environ | {"CONVENOR_POSTGRES_PORT": str(port)}
        folder = _run((".ci/postgres", "start"), env, program="").strip()
        self._stack.callback(_run, (".ci/postgres", "stop", folder), env, program="")
        url = f"postgres://postgres@127.0.0.1:{port}"
        with psycopg.connect(f"{url}/postgres", autocommit=True) as server:
            for name in ("convenor", "floor"):
                server.execute(f"CREATE DATABASE {name}")
        first = int(Path(folder, "data", "postmaster.pid").read_text().split()[0])
        return (f"{url}/convenor", f"{url}/floor"), first


def _run(command: tuple[str, ...], env: dict[str, str], program: str = sys.executable) -> str:
    words = [program, *command] if program else list(command)
    done = subprocess.run(words, env=env, cwd=ROOT, text=True, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout
