"""Convenor as it is served: gunicorn with our own settings, on a site and a port of its own."""

import functools
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.site import ROOT, Site, made_in
from tests.smtp import free_port

# A page that says nothing for so long has failed; longer than the site waits for its database.
PATIENCE = 60
_static = tempfile.TemporaryDirectory(prefix="convenor-drill-static-")


@functools.cache
def static_files() -> Path:
    """The collected static files, once for all drills of this process."""
    folder = Path(_static.name)
    with made_in(folder / "site") as made:
        made.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
    return folder / "site" / "static"


@contextmanager
def served_in(folder: Path, **variables: str) -> Iterator["Server"]:
    """An empty site in this folder, with a server that is not started yet; ended in the end."""
    with made_in(folder) as site:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "static").symlink_to(static_files())
        site.env |= {"CONVENOR_FORMS_PER_ADDRESS": "1000000", "CONVENOR_FORM_SECONDS": "0"}
        site.env |= {"CONVENOR_MAILS_PER_MINUTE": "0", **variables}
        server = Server(site, free_port())
        site.env |= {"CONVENOR_BIND": f"127.0.0.1:{server.port}"}
        try:
            yield server
        finally:
            server.kill()


@dataclass
class Server:
    """A server of one site.

    `before` is what stands before gunicorn on its command line, `headers` what a proxy would add.
    """

    site: Site
    port: int
    before: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    code: Path = ROOT
    process: subprocess.Popen[bytes] | None = None

    def start(self, log: Path | str = os.devnull) -> float:
        """Start, and wait until it answers; after how many seconds it did."""
        began = time.monotonic()
        settings = str(self.code / "deploy" / "gunicorn.conf.py")
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", settings]
        with Path(log).open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [*self.before, *gunicorn, "forum.project.wsgi"],
                env=self.site.env | {"PYTHONPATH": str(self.code)},
                cwd=self.code,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.wait()
        return time.monotonic() - began

    def wait(self) -> None:
        """Until it answers as well."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with suppress(OSError, http.client.HTTPException):
                if self.answers("/health/") == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def answers(self, path: str) -> int:
        """The status of a page."""
        return self.page(path)[0]

    def page(self, path: str) -> tuple[int, str]:
        """The status of a page, and what it says."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            wire.request("GET", path, headers=self.headers)
            got = wire.getresponse()
            return got.status, got.read().decode()
        finally:
            wire.close()

    def workers(self) -> list[int]:
        """The processes that answer people, without the one that watches over them."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def kill_worker(self) -> None:
        """As when the machine runs out of memory: gunicorn starts another by itself."""
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """As in a power cut: everything at once, nothing is tidied up."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None
