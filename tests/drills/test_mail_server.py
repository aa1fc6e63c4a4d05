"""A mail server that is away for six hours, or answers after a minute: nobody at a page notices."""

import itertools
import smtplib
import threading
import time
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum import outbox
from forum.models import Message
from registrations.models import Registration
from tests.drills.looks import asked
from tests.drills.people import Browser, filled
from tests.drills.serving import Server, served_in
from tests.factories import make_event
from tests.page_forms import read_forms
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server"]
pytestmark = pytest.mark.drill


def test_a_server_that_is_down_for_six_hours_gets_each_mail_once_and_in_order_afterwards(
    db: None, mail_server: MailServer, settings: Any, client: Client
) -> None:
    """People book every five minutes of them, and are written to once more an hour later."""
    settings.MAILS_PER_MINUTE, settings.FORMS_PER_ADDRESS = 20, 1_000
    settings.MAILS = {**settings.MAILS, "note": "tests.forum.senders.note"}
    event, now = make_event(capacity=1_000), timezone.now()
    mail_server.stop()
    for step in range(6 * 60 * 3):
        at = now + timedelta(seconds=20 * step)
        if step % 15 == 0:
            address = f"person{step}@example.org"
            book(client, f"/e/{event.slug}/register/", address)
            Message.objects.filter(to=address).update(created_at=at, due_at=at)
        if step % 15 == 0 and step >= 180:
            address = f"person{step - 180}@example.org"
            outbox.queue_many(kind="note", to=[(address, uuid.uuid4())], now=at)
        assert outbox.send_due(now=at) == 0
    mail_server.start()
    left, end = [], now + timedelta(hours=6)
    while Message.objects.filter(state="queued").exists():
        left.append(sum(outbox.send_due(now=end + timedelta(seconds=20 * n)) for n in range(3)))
        end += timedelta(minutes=1)
    told = [(one.recipients[0], one.message["Subject"]) for one in mail_server.letters]
    print(f"\n{len(told)} mails in {len(left)} minutes, at most {max(left)} in one")  # noqa: T201
    assert Registration.objects.finished().count() == 72
    assert sorted(Counter(told).values()) == [1] * (72 + 60)
    assert max(left) <= 20
    assert len(left) <= 30
    for _, both in itertools.groupby(sorted(told, key=lambda one: one[0]), lambda one: one[0]):
        assert [subject == "A note" for _, subject in both] in ([False], [False, True])


def book(client: Client, path: str, address: str) -> None:
    you = {"name": "Amina", "contact_by": "email", "email": address, "agree": "on", "photo": "no"}
    typed = read_forms(client.get(path).content.decode())[-1].as_it_stands() | you
    assert client.post(path, typed).status_code == 302


def test_pages_are_as_quick_as_ever_while_a_mail_server_takes_a_minute_for_each_mail(
    tmp_path: Path, mail_server: MailServer
) -> None:
    to = f"smtp://127.0.0.1:{mail_server.port}"
    with served_in(tmp_path / "site", CONVENOR_EMAIL_URL=to) as server:
        path = asked(server.site, "event", "10000")
        server.start()
        measured(server, path, 3)  # what a process does once only
        while asked(server.site, "standing")["mail states"].get("queued"):
            time.sleep(1)
        before = measured(server, path, 30)
        mail_server.pause = 60
        book_one(server, path)
        time.sleep(4)
        during = measured(server, path, 30)
        waits = asked(server.site, "standing")["mail states"].get("queued", 0)
        server.kill()
    mail_server.pause = 0
    smtplib.SMTP("127.0.0.1", mail_server.port, timeout=120).quit()  # it has ended its minute
    print(f"\np95 before {before * 1000:.0f} ms, meanwhile {during * 1000:.0f} ms")  # noqa: T201
    assert waits >= 1
    assert during < max(2 * before, before + 0.1)


_numbers = itertools.count()


def book_one(server: Server, path: str) -> float:
    """Open the form and send it: seconds of both."""
    browser, began = Browser(server), time.monotonic()
    typed = filled(browser, path, f"person{next(_numbers)}@example.org")
    assert browser.post(path, typed).status == 302
    return time.monotonic() - began


def measured(server: Server, path: str, seconds: float) -> float:
    """The p95 of two people who book one time after the other for so long."""
    found: list[float] = []
    ends = time.monotonic() + seconds

    def live() -> None:
        while time.monotonic() < ends:
            found.append(book_one(server, path))

    people = [threading.Thread(target=live) for _ in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return quantiles(found, n=20)[-1]
