"""Programs that are started for a test and ended with it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(
    command: Sequence[str],
    *,
    answers: Callable[[], bool],
    log: Path,
    env: dict[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, in this folder, once it answers. What it says goes to the end of the log."""
    with log.open("ab") as said:
        program = subprocess.Popen(  # noqa: S603 - a program of this machine, with our own words
            command, stdout=said, stderr=said, env=env, cwd=folder, start_new_session=True
        )
    try:
        until = time.monotonic() + 30
        while not answers():
            assert program.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        yield program
    finally:
        _end(program)


def _end(program: subprocess.Popen[bytes]) -> None:
    """Ask it to end; after ten seconds end it and all that it started."""
    program.send_signal(signal.SIGCONT)
    program.terminate()
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
