"""Processes that send the outbox and are killed while they do.

python -m tests.forum.senders fill COUNT        writes so many mails
python -m tests.forum.senders send KILLS        sends them; so many senders are killed
python -m tests.forum.senders send-and-die      kills itself between sending and marking
python -m tests.forum.senders passes COUNT      so many senders at once, one pass each
python -m tests.forum.senders post-meanwhile    asks for a new password while a sender is busy
python -m tests.forum.senders states            prints the states of all mails
"""

import json
import os
import random
import signal
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum import outbox
from forum.models import Message, User
from forum.outbox.sending import LEASE

PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
START = ["-c", "import django; django.setup(); from tests.forum.senders import main; main()"]


def note(message: Message) -> EmailMultiAlternatives:
    """The mail of these processes."""
    return EmailMultiAlternatives("A note", f"About {message.row_id}", to=[message.to])


def fill(count: int) -> None:
    to = [(f"person{number}@example.org", uuid.uuid4()) for number in range(count)]
    outbox.queue_many(kind="note", to=to, now=timezone.now())


def send(kills: int) -> None:
    """One sender after the other, each a lease later than the one before it, killed at random."""
    started, killed = timezone.now(), 0
    for generation in range(kills):
        sender = os.fork()
        if sender == 0:
            pass_after_pass(started + generation * 2 * LEASE)
        time.sleep(random.uniform(0.03, 0.2))  # noqa: S311 - a moment, not a secret
        os.kill(sender, signal.SIGKILL)
        _, status = os.waitpid(sender, 0)
        killed += os.WIFSIGNALED(status)
    sys.stdout.write(str(killed))
    sys.stdout.flush()
    pass_after_pass(started + kills * 2 * LEASE)


def pass_after_pass(now: datetime) -> None:
    """Send until nothing is due, a minute later each time, and end this process."""
    while outbox.send_due(now=now):
        now += timedelta(seconds=61)
    os._exit(0)


def passes(count: int) -> None:
    """So many senders at once, each with the clock as it is."""
    for sender in [forked(outbox.send_due) for _ in range(count)]:
        os.waitpid(sender, 0)


def forked(deed: Callable[[], Any]) -> int:
    """The process that does it, with a connection of its own."""
    connections.close_all()
    if child := os.fork():
        return child
    deed()
    os._exit(0)


def post_meanwhile() -> None:
    """The same form, sent with nobody sending mails and while a sender waits for its server."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_FILES}
    User.objects.create_user(email="amina@example.org", name="Amina")
    ask()  # what a process does once only
    before = ask()
    sender = forked(outbox.send_due)
    while not Message.objects.filter(leased_until__isnull=False).exists():
        time.sleep(0.01)
    during = ask()
    is_busy = Message.objects.filter(leased_until__isnull=False).exists()
    os.kill(sender, signal.SIGKILL)
    os.waitpid(sender, 0)
    sys.stdout.write(json.dumps({"before": before, "during": during, "busy": is_busy}))


def ask() -> list[Any]:
    """Ask for a new password: the answer, the queries, and the connections that were opened."""
    connected: list[Any] = []
    sys.addaudithook(
        lambda name, what: connected.append(what) if name == "socket.connect" else None
    )
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    return [answer.status_code, len(queries), len(connected)]


def send_and_die() -> None:
    """The server has said 250; the row is not marked yet; the process is gone."""

    def die_at_the_mark(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and '"sent_at"' in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(die_at_the_mark):
        outbox.send_due()


def states() -> None:
    sys.stdout.write(" ".join(Message.objects.values_list("state", flat=True)))


def main() -> None:
    settings.MAILS = dict.fromkeys(["note", "password_reset"], "tests.forum.senders.note")
    deeds: dict[str, Callable[..., None]] = {
        "fill": fill,
        "send": send,
        "send-and-die": send_and_die,
        "passes": passes,
        "post-meanwhile": post_meanwhile,
        "states": states,
    }
    deeds[sys.argv[1]](*map(int, sys.argv[2:]))
