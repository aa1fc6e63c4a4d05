"""The worker: a mail leaves within seconds of its deed, and the process stops without harm."""

import signal
import time
from collections.abc import Callable, Iterator
from subprocess import Popen

import pytest

from tests.site import Site, site
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server", "site"]

QUEUE = """
import sys, django
django.setup()
from django.db import transaction
from forum import teams
from forum.models import Host, User
host, _ = Host.objects.get_or_create(name="Harbour Network", slug="harbour")
user, _ = User.objects.get_or_create(email="owner@harbour.example", name="Olive")
teams.invite(host=host, by=user, name="Amina", email=sys.argv[1], roles=["door"])
"""


@pytest.fixture
def mailing(site: Site, mail_server: MailServer) -> Site:
    site.env["CONVENOR_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    return site


@pytest.fixture
def worker(mailing: Site) -> Iterator[Popen[bytes]]:
    process = mailing.start("manage.py", "worker", "--skip-checks")
    yield process
    process.kill()
    process.wait()


def wait_for(happened: Callable[[], object], seconds: float) -> float:
    """How many seconds it took."""
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < seconds, "it did not happen"
        time.sleep(0.02)
    return time.monotonic() - started


def test_the_worker_sends_what_waits_then_what_comes_and_stops_when_asked(
    mailing: Site, mail_server: MailServer, worker: Popen[bytes]
) -> None:
    mailing.run("-c", QUEUE, "first@example.org")
    wait_for(lambda: mail_server.letters, 30)
    mailing.run("-c", QUEUE, "second@example.org")
    took = wait_for(lambda: len(mail_server.letters) == 2, 30)
    assert took < 8  # about two seconds on a machine that does nothing else
    to = [letter.recipients for letter in mail_server.letters]
    assert to == [["first@example.org"], ["second@example.org"]]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
