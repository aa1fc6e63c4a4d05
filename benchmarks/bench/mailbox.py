"""The worker beside a site, and the mail server on loopback that takes what it sends."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.bench.served import ROOT, Site
from benchmarks.processes import cpu_seconds
from benchmarks.web_server import free_port
from tests.smtp import MailServer

_LINK = re.compile(r"https?://[^/\s]+(/b/[^/\s]+/)")
SECONDS = 60  # that a mail is waited for


@dataclass
class Mailbox:
    """What came, for everybody; `worker` is the process that sends."""

    server: MailServer
    worker: int

    @property
    def cpu(self) -> float:
        """Seconds of the processor that the worker has taken."""
        return cpu_seconds(self.worker)

    def links(self, addresses: list[str]) -> list[str]:
        """The path of each one's booking, once a mail to each has come; raises SystemExit."""
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            came = {one.recipients[0]: one for one in [*self.server.letters]}
            if came.keys() >= set(addresses):
                found = [_LINK.search(came[one].text) for one in addresses]
                return [one[1] for one in found if one]
            time.sleep(0.05)
        raise SystemExit(f"The mails did not come within {SECONDS} s.")


@contextmanager
def working(site: Site, **variables: str) -> Iterator[Mailbox]:
    """The worker of the site, whose first round of jobs is over, with an empty mailbox."""
    server = MailServer(free_port())
    server.start()
    to = {"CONVENOR_EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    with (site.folder / "worker.log").open("ab") as said:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env={**site.env, **to, **variables},
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
    try:
        mailbox = Mailbox(server, worker.pid)
        _settle(mailbox)
        yield mailbox
    finally:
        worker.terminate()
        worker.wait(60)
        server.stop()


def _settle(mailbox: Mailbox) -> None:
    """Wait until the worker has sent what was there and has little to do; a minute at most."""
    for _ in range(30):
        before = mailbox.cpu
        time.sleep(2)
        if mailbox.cpu - before < 0.1:
            break
    mailbox.server.letters.clear()
