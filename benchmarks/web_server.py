"""A web server for a benchmark: gunicorn on a free port of this machine, until it is not needed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nothing listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """Where it answers, and the process from which all of it came."""

    address: str
    pid: int


@contextmanager
def serving(
    application: str, options: Sequence[str], env: dict[str, str], port: int
) -> Iterator[str]:
    """The application, served with these options of gunicorn: its address, once it answers.

    Raises SystemExit when it has not for half a minute.
    """
    with started(application, options, env, port) as server:
        yield server.address


@contextmanager
def started(
    application: str,
    options: Sequence[str],
    env: dict[str, str],
    port: int,
    log: Path | None = None,
) -> Iterator[Server]:
    """The same, with its process; what it says goes to the end of a file, where one is named."""
    with (log or Path(os.devnull)).open("ab") as said:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                *options,
                "--bind",
                f"127.0.0.1:{port}",
                application,
            ],
            env=env,
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
    try:
        for _ in range(1_500):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        else:
            raise SystemExit(f"{application} does not answer.")
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(30)
