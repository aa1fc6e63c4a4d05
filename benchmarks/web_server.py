"""A web server for a benchmark: gunicorn on a free port of this machine, until it is not needed."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nothing listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    application: str, options: Sequence[str], env: dict[str, str], port: int
) -> Iterator[str]:
    """The application, served with these options of gunicorn: its address, once it answers.

    Raises SystemExit when it has not for half a minute.
    """
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", application],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{application} does not answer.")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
