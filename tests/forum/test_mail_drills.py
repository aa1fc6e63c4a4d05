"""Drills with the mail server: too many at once, slow, hanging up, urgent ones in a crowd."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox
from forum.models import Message
from forum.models.ground import MessageState
from forum.outbox import sending
from tests.forum import senders
from tests.site import Site, site
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server", "site"]


@pytest.fixture
def notes(db: None, settings: Any) -> None:
    note = "tests.forum.senders.note"
    settings.MAILS = {**settings.MAILS, "note": note, "password_reset": note}


def queue(address: str, kind: str = "note", *, now: datetime | None = None) -> Message:
    to = [(address, uuid.uuid4())]
    return outbox.queue_many(kind=kind, to=to, now=now or timezone.now())[0]


def crowd(count: int, now: datetime | None = None) -> list[Message]:
    return [queue(f"person{number}@example.org", now=now) for number in range(count)]


def told(server: MailServer) -> list[str]:
    return [letter.recipients[0].partition("@")[0] for letter in server.letters]


def every_minute(now: datetime, minutes: int) -> Iterator[int]:
    """How many leave in each minute when the outbox is asked three times in it."""
    for _ in range(minutes):
        yield sum(outbox.send_due(now=now + timedelta(seconds=20 * third)) for third in range(3))
        now += timedelta(minutes=1)


# -- so many a minute --


def test_no_more_mails_leave_in_a_minute_than_the_site_allows(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 10
    crowd(25)
    assert list(every_minute(timezone.now(), 4)) == [10, 10, 5, 0]
    assert len(set(told(mail_server))) == 25


def test_without_a_limit_all_leave_at_once(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 0
    crowd(13)
    assert outbox.send_due() == 13


def test_a_server_that_comes_back_is_not_flooded(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 5
    mail_server.stop()
    start = timezone.now()
    crowd(12, start)
    for hour in range(7):
        assert outbox.send_due(now=start + timedelta(hours=hour)) == 0
    mail_server.start()
    left = list(every_minute(start + timedelta(hours=7), 4))
    assert left == [5, 5, 2, 0]
    assert sorted(Counter(told(mail_server)).values()) == [1] * 12


def test_a_clock_that_was_put_back_holds_no_mail(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 3
    now = timezone.now()
    crowd(3, now)
    assert outbox.send_due(now=now + timedelta(hours=2)) == 3
    crowd(3, now)
    assert outbox.send_due(now=now) == 3


def test_what_another_worker_has_in_its_hands_counts(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 3
    now = timezone.now()
    held = crowd(2, now)
    Message.objects.filter(pk__in=[one.pk for one in held]).update(
        lease=uuid.uuid4(), leased_until=now + sending.LEASE
    )
    crowd(4, now)
    assert outbox.send_due(now=now) == 1


def test_three_workers_at_once_keep_the_limit_together(site: Site, mail_server: MailServer) -> None:
    site.env["CONVENOR_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    site.env["CONVENOR_MAILS_PER_MINUTE"] = "15"
    site.run(*senders.START, "fill", "40")
    mail_server.pause = 0.01
    site.run(*senders.START, "passes", "3")
    # Each may pass the limit by the one mail that it asked for in the same moment.
    assert 15 <= len(mail_server.letters) <= 17


# -- the urgent first, and each address in order --


def test_a_new_password_is_not_stuck_behind_an_announcement_to_many(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 2
    crowd(5)
    queue("waits@example.org", "password_reset")
    assert outbox.send_due() == 2
    assert told(mail_server) == ["waits", "person0"]


def test_what_is_urgent_takes_earlier_mails_to_its_address_with_it_and_overtakes_none(
    notes: None, mail_server: MailServer
) -> None:
    crowd(3)
    first, second = queue("waits@example.org"), queue("waits@example.org", "password_reset")
    outbox.send_due()
    assert told(mail_server) == ["waits", "waits", "person0", "person1", "person2"]
    assert [letter.id for letter in mail_server.letters[:2]] == [
        outbox.message_id(first),
        outbox.message_id(second),
    ]


@pytest.mark.parametrize("begun", ["in_hand", "put_off"])
def test_what_was_begun_keeps_back_further_mails_to_its_address_alone(
    notes: None, mail_server: MailServer, begun: str
) -> None:
    now = timezone.now()
    first = queue("waits@example.org", now=now - timedelta(seconds=1))
    fields: dict[str, Any] = {
        "in_hand": {"lease": uuid.uuid4(), "leased_until": now + sending.LEASE},
        "put_off": {"due_at": now + sending.LEASE, "attempts": 1, "problem": "put off (450)"},
    }
    Message.objects.filter(pk=first.pk).update(**fields[begun])
    queue("waits@example.org", now=now)
    crowd(1, now)
    assert [outbox.send_due(now=now), told(mail_server)] == [1, ["person0"]]
    assert outbox.send_due(now=now + 2 * sending.LEASE) == 2
    assert mail_server.letters[1].id == outbox.message_id(first)


def test_what_another_worker_takes_meanwhile_keeps_back_further_mails_to_its_address(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS["taking"] = f"{__name__}.note_while_another_takes"
    queue("person0@example.org", "taking")
    first, second = queue("waits@example.org"), queue("waits@example.org")
    assert [outbox.send_due(), told(mail_server)] == [1, ["person0"]]
    later = timezone.now() + 2 * sending.LEASE
    assert outbox.send_due(now=later) == 2
    ids = [letter.id for letter in mail_server.letters[1:]]
    assert ids == [outbox.message_id(first), outbox.message_id(second)]


def note_while_another_takes(message: Message) -> EmailMultiAlternatives:
    """While it is written, another worker takes the next mail in the line."""
    others = Message.objects.exclude(pk=message.pk).order_by("created_at")
    until = timezone.now() + sending.LEASE
    Message.objects.filter(pk=others[0].pk).update(
        lease=uuid.uuid4(), leased_until=until, attempts=1
    )
    return senders.note(message)


def test_a_mail_goes_to_no_address_that_it_had_before(
    notes: None, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS["moving"] = f"{__name__}.note_while_another_moves"
    queue("person0@example.org", "moving")
    queue("old@example.org")
    outbox.send_due()
    outbox.send_due()
    assert told(mail_server) == ["person0", "new"]


def note_while_another_moves(message: Message) -> EmailMultiAlternatives:
    """While it is written, the reader of the next mail gives another address."""
    for other in Message.objects.exclude(pk=message.pk):
        outbox.readdress(row_id=other.row_id, to="new@example.org")
    return senders.note(message)


def test_each_further_mail_costs_the_same_number_of_queries(
    notes: None, mail_server: MailServer
) -> None:
    counts = []
    for count in (1, 2, 3):
        Message.objects.all().delete()
        crowd(count)
        with CaptureQueriesContext(connection) as queries:
            assert outbox.send_due() == count
        counts.append(len(queries))
    assert counts[2] - counts[1] == counts[1] - counts[0] == 3


# -- a server that hangs up, or takes its time --


def test_a_server_that_hangs_up_now_and_then_gets_one_more_copy_for_each_time(
    notes: None, mail_server: MailServer
) -> None:
    now = timezone.now()
    ids = {outbox.message_id(one) for one in crowd(6, now)}
    ids |= {outbox.message_id(queue("person0@example.org", now=now + timedelta(seconds=1)))}
    mail_server.answers = ["250 OK", "", "250 OK", "", "", "250 OK"]
    while Message.objects.filter(state=MessageState.QUEUED).exists():
        now += timedelta(minutes=1)
        outbox.send_due(now=now)
    copies = Counter(letter.id for letter in mail_server.letters)
    assert set(copies) == ids
    assert len(mail_server.letters) <= len(ids) + 3
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    first, then = Message.objects.filter(to="person0@example.org").order_by("created_at")
    in_order = [letter.id for letter in mail_server.letters if told_to(letter, "person0")]
    assert list(dict.fromkeys(in_order)) == [outbox.message_id(first), outbox.message_id(then)]


def told_to(letter: Any, name: str) -> bool:
    return bool(letter.recipients == [f"{name}@example.org"])


def test_a_form_is_answered_as_ever_while_a_sender_waits_for_a_slow_server(
    site: Site, mail_server: MailServer
) -> None:
    site.env["CONVENOR_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    site.run(*senders.START, "fill", "1")
    mail_server.pause = 1.5
    found = json.loads(site.run(*senders.START, "post-meanwhile"))
    assert found["busy"]
    assert found["during"] == found["before"]
    status, queries, connections = found["before"]
    assert (status, connections) == (302, 0)
    assert queries > 0
