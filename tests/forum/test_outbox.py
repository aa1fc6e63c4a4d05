"""The outbox: a mail is a row first, leaves by itself, once, in order, and is not lost."""

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from forum import outbox, schedule
from forum.models import Event, Message, ScheduledJob, User
from forum.models.ground import MessageState
from forum.outbox import sending
from tests.factories import make_event, make_user
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server"]

KIND = "note"


def queue(user: User, **fields: Any) -> Message:
    return outbox.queue(kind=KIND, to=user.email, row_id=user.pk, **fields)


def states() -> list[str]:
    return list(Message.objects.order_by("created_at").values_list("state", flat=True))


def note(message: Message) -> EmailMultiAlternatives | None:
    """The mail of these tests, about a user: none for one who is gone."""
    user = User.objects.filter(pk=message.row_id, is_active=True).first()
    if user is None:
        return None
    return EmailMultiAlternatives("A note", f"Hello {user.name}", to=[message.to])


@pytest.fixture(autouse=True)
def notes(settings: Any) -> None:
    settings.MAILS = {**settings.MAILS, KIND: f"{__name__}.note"}


@pytest.fixture
def user(db: None) -> User:
    return make_user("amina@example.org", name="Amina")


# -- queueing --


@pytest.mark.parametrize(
    "address",
    [
        "",
        "amina",
        '"x" <a@b.org>, evil@e.org',
        "a@b.org\n",
        "a@b.org, c@d.org",
        "a@b.org;c@d.org",
        "a@b.org c@d.org",
        "a@b.org\r\nBcc: evil@e.org",
        '"a, b"@example.org',
        "<a@b.org>",
        "a@b.org\u2028",
        f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org",
    ],
)
def test_d10_what_is_not_exactly_one_address_is_refused(user: User, address: str) -> None:
    with pytest.raises(outbox.AddressError):
        outbox.queue(kind=KIND, to=address, row_id=user.pk)
    assert states() == []


def test_a_kind_that_nobody_composes_is_refused(user: User) -> None:
    with pytest.raises(KeyError):
        outbox.queue(kind="love_letter", to=user.email, row_id=user.pk)


@pytest.mark.django_db(transaction=True)
def test_queueing_nudges_the_worker_once_after_the_commit() -> None:
    users = [make_user() for _ in range(3)]
    with transaction.atomic():
        for user in users:
            queue(user)
        assert DBTaskResult.objects.count() == 0
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["forum.tasks.send_mail_now"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_and_has_not_begun_is_not_asked_again() -> None:
    asked = DBTaskResult.objects
    for _ in range(3):
        queue(make_user())
    assert asked.count() == 1
    asked.update(status=TaskResultStatus.RUNNING)  # it may have looked for mails already
    queue(make_user())
    assert asked.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_rolled_back_leaves_no_mail_and_no_nudge() -> None:
    user = make_user()
    with transaction.atomic():
        queue(user)
        transaction.set_rollback(True)
    assert states() == []
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_nudge_that_fails_does_not_break_the_deed(settings: Any) -> None:
    user = make_user()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["x"]}}
    with transaction.atomic():
        queue(user)
    assert DBTaskResult.objects.count() == 0
    assert states() == ["queued"]


# -- sending --


def test_a_mail_leaves_with_one_recipient_and_the_id_of_its_row(
    user: User, mail_server: MailServer, settings: Any
) -> None:
    message = queue(user)
    assert outbox.send_due() == 1
    (letter,) = mail_server.letters
    assert letter.recipients == ["amina@example.org"]
    assert letter.sender == settings.DEFAULT_FROM_EMAIL
    assert letter.id == f"<{message.id}@127.0.0.1>"
    message.refresh_from_db()
    assert (message.state, message.problem, message.lease) == ("sent", "", None)
    assert message.sent_at is not None
    assert outbox.send_due() == 0


def test_without_a_mail_server_mails_are_files(user: User, settings: Any) -> None:
    queue(user)
    assert outbox.send_due() == 1
    (path,) = settings.EMAIL_FILE_PATH.iterdir()
    assert b"To: amina@example.org" in path.read_bytes()


def test_the_composer_cannot_add_a_recipient(
    user: User, mail_server: MailServer, settings: Any
) -> None:
    settings.MAILS = {**settings.MAILS, KIND: f"{__name__}.to_everybody"}
    queue(user)
    outbox.send_due()
    assert [letter.recipients for letter in mail_server.letters] == [["amina@example.org"]]


def to_everybody(message: Message) -> EmailMultiAlternatives:
    return EmailMultiAlternatives(
        "Hello", "Hello", to=["a@example.org"], cc=["b@example.org"], bcc=["c@example.org"]
    )


def test_a_mail_that_is_not_needed_any_more_is_dropped(mail_server: MailServer, db: None) -> None:
    outbox.queue(kind=KIND, to="nobody@example.org", row_id=uuid.UUID(int=0))
    assert outbox.send_due() == 0
    assert (states(), mail_server.letters) == (["dropped"], [])


def test_what_is_dropped_while_the_clock_may_be_wrong_is_taken_up_again_when_it_is_not(
    user: User, mail_server: MailServer, settings: Any
) -> None:
    now = timezone.now()
    ran = ScheduledJob.objects.create(
        name=settings.ERASING_JOBS[0], due_at=now, last_run_at=now - timedelta(days=61)
    )
    message = queue(user)
    user.is_active = False
    user.save()
    other = outbox.queue(kind=KIND, to=user.email, row_id=make_user("bo@example.org").pk)
    assert outbox.send_due() == 1, "nobody else's mail to the address waits for it"
    other.refresh_from_db()
    message.refresh_from_db()
    assert (message.state, message.problem, other.state) == ("dropped", outbox.IN_DOUBT, "sent")

    schedule.run_due()
    message.refresh_from_db()
    assert message.state == "dropped", "the clock is in doubt still"
    ran.last_run_at, user.is_active = now, True
    ran.save()
    user.save()
    schedule.run_due()
    outbox.send_due()
    assert states() == ["sent", "sent"]


def test_a_mail_waits_until_it_is_due(user: User, mail_server: MailServer) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    queue(user, due_at=tomorrow)
    assert outbox.send_due() == 0
    assert outbox.send_due(now=tomorrow) == 1


def test_a_later_mail_does_not_wait_for_one_that_is_due_tomorrow(
    user: User, mail_server: MailServer
) -> None:
    queue(user, due_at=timezone.now() + timedelta(days=1))
    queue(user)
    assert outbox.send_due() == 1


def test_a_held_mail_is_not_sent(user: User, mail_server: MailServer) -> None:
    message = queue(user)
    Message.objects.filter(pk=message.pk).update(state=MessageState.HELD)
    assert outbox.send_due() == 0
    assert (states(), mail_server.letters) == (["held"], [])


def test_a_mail_under_the_lease_of_another_process_is_left_alone_until_the_lease_ends(
    user: User, mail_server: MailServer
) -> None:
    now = timezone.now()
    message = queue(user)
    Message.objects.filter(pk=message.pk).update(
        lease=uuid.uuid4(), leased_until=now + sending.LEASE
    )
    assert outbox.send_due(now=now + timedelta(minutes=4)) == 0
    assert outbox.send_due(now=now + timedelta(minutes=6)) == 1


# -- trouble --


def test_a_mail_that_another_worker_tried_since_it_was_read_is_not_claimed(user: User) -> None:
    queue(user)
    as_read, again = Message.objects.get(), Message.objects.get()
    claim, now = sending._claim, timezone.now()  # noqa: SLF001 - the moment between two processes
    Message.objects.update(attempts=1)  # and put off until now
    assert not claim(as_read, now)
    again.refresh_from_db()
    assert claim(again, now)


def test_an_address_that_the_server_refuses_is_a_failed_mail(
    user: User, mail_server: MailServer
) -> None:
    mail_server.refusals["amina@example.org"] = "550 No amina@example.org here"
    message, other = queue(user), queue(make_user())
    assert outbox.send_due() == 1
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "refused (550)")
    assert [letter.recipients for letter in mail_server.letters] == [[other.to]]


def test_a_text_that_the_server_refuses_is_a_failed_mail(
    user: User, mail_server: MailServer
) -> None:
    mail_server.answers = ["554 Looks like spam"]
    message = queue(user)
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "refused (554)")


def test_a_mail_that_is_put_off_is_tried_again_with_growing_waits(
    user: User, mail_server: MailServer
) -> None:
    mail_server.refusals["amina@example.org"] = "451 Later"
    message = queue(user)
    now = message.created_at
    waits = []
    for _ in range(6):
        assert outbox.send_due(now=now) == 0
        message.refresh_from_db()
        assert (message.state, message.problem) == ("queued", "put off (451)")
        waits.append((message.due_at - now).total_seconds() / 60)
        now = message.due_at
    for wait, usual in zip(waits, [1, 2, 4, 8, 15, 15], strict=True):
        assert 0.8 * usual <= wait <= 1.2 * usual
    mail_server.refusals.clear()
    assert outbox.send_due(now=now) == 1


def test_a_mail_that_is_put_off_for_a_day_has_failed(user: User, mail_server: MailServer) -> None:
    mail_server.refusals["amina@example.org"] = "451 Later"
    message = queue(user)
    now = message.created_at
    while message.state == MessageState.QUEUED:
        outbox.send_due(now=now)
        message.refresh_from_db()
        now = max(now, message.due_at)
    assert (message.state, message.attempts) == ("failed", sending.TRIES)
    assert timedelta(hours=22) < now - message.created_at < timedelta(hours=26)


def test_without_a_server_the_pass_ends_at_once_and_later_every_mail_leaves_once_in_order(
    user: User, mail_server: MailServer
) -> None:
    """The drill: the server is down for six hours, then up."""
    mail_server.stop()
    start = timezone.now()
    first = [queue(user) for _ in range(3)]
    others = [queue(make_user()) for _ in range(7)]
    assert outbox.send_due(now=start + timedelta(seconds=1)) == 0
    tried = Message.objects.filter(attempts=1)
    assert [message.problem for message in tried] == ["mail server not reached"]
    now = start
    while now < start + timedelta(hours=6):
        now += timedelta(minutes=5)
        assert outbox.send_due(now=now) == 0
    mail_server.start()
    while Message.objects.filter(state=MessageState.QUEUED).exists():
        now += timedelta(minutes=1)
        outbox.send_due(now=now)
    assert now < start + timedelta(hours=7)
    ids = [letter.id for letter in mail_server.letters]
    assert sorted(ids) == sorted(map(outbox.message_id, [*first, *others]))
    in_order = [letter.id for letter in mail_server.letters if letter.recipients == [user.email]]
    assert in_order == list(map(outbox.message_id, first))


def test_a_server_that_hangs_up_after_the_text_gets_it_twice_at_most_under_one_id(
    user: User, mail_server: MailServer
) -> None:
    mail_server.answers = [""]
    message = queue(user)
    now = message.created_at
    assert outbox.send_due(now=now) == 0
    message.refresh_from_db()
    assert (message.state, message.problem) == ("queued", "mail server not reached")
    assert outbox.send_due(now=now + timedelta(minutes=2)) == 1
    assert outbox.send_due(now=now + timedelta(minutes=9)) == 0
    assert [letter.id for letter in mail_server.letters] == [outbox.message_id(message)] * 2


def test_a_mail_that_cannot_be_written_waits_and_keeps_no_other_mail(
    user: User, mail_server: MailServer, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAILS = {**settings.MAILS, "link": f"{__name__}.broken"}
    broken_one = outbox.queue(kind="link", to=user.email, row_id=user.pk)
    queue(user)
    with caplog.at_level(logging.ERROR):
        assert outbox.send_due() == 1
        assert outbox.send_due() == 0
    broken_one.refresh_from_db()
    assert (broken_one.state, broken_one.problem) == ("queued", "could not be written")
    assert "vegan" not in caplog.text
    assert "ValueError at test_outbox.py" in caplog.text


def broken(message: Message) -> EmailMultiAlternatives:
    raise ValueError("Amina is\nvegan")


def test_no_problem_holds_the_words_or_the_address_of_a_server(
    user: User, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.refusals["amina@example.org"] = "450 amina@example.org has a full mailbox"
    queue(user)
    with caplog.at_level(logging.DEBUG):
        outbox.send_due()
    assert Message.objects.get().problem == "put off (450)"
    assert "amina@example.org" not in caplog.text


# -- keeping --


def test_rows_are_deleted_30_days_after_their_event_or_after_they_left(user: User) -> None:
    now = timezone.now()
    event = make_event(starts_at=now - timedelta(days=40))
    recent = make_event(starts_at=now - timedelta(days=20))

    def row(event: Event | None, state: str, days: int) -> Message:
        at = now - timedelta(days=days)
        sent_at = at if state == MessageState.SENT else None
        return Message.objects.create(
            kind=KIND,
            to="a@example.org",
            row_id=user.pk,
            event=event,
            state=state,
            created_at=at,
            sent_at=sent_at,
        )

    for gone in [
        (event, MessageState.SENT, 60),
        (event, MessageState.DROPPED, 60),
        (event, MessageState.FAILED, 60),
        (None, MessageState.SENT, 31),
        (None, MessageState.FAILED, 31),
    ]:
        row(*gone)
    kept = {
        row(recent, MessageState.SENT, 60).pk,
        row(None, MessageState.SENT, 29).pk,
        row(event, MessageState.QUEUED, 60).pk,
        row(None, MessageState.HELD, 60).pk,
    }
    assert outbox.forget_old(now=now) == 5
    assert set(Message.objects.values_list("pk", flat=True)) == kept


# -- a mail that did not leave --


class Once:
    """Composes a mail with something in it that is good only once, and takes it back."""

    given: list[str] = []
    taken_back: list[str] = []
    is_broken = False


def once(message: Message) -> EmailMultiAlternatives:
    """Its body is another at each try."""
    body = f"try {len(Once.given) + 1}"
    Once.given.append(body)
    mail = EmailMultiAlternatives("Once", body, to=[message.to])

    def take_back() -> None:
        if Once.is_broken:
            raise RuntimeError
        Once.taken_back.append(body)

    mail.when_not_sent = take_back  # type: ignore[attr-defined]
    return mail


@pytest.fixture
def good_once(settings: Any) -> None:
    settings.MAILS = {**settings.MAILS, "once": f"{__name__}.once"}
    Once.given, Once.taken_back, Once.is_broken = [], [], False


def test_what_was_made_for_a_mail_that_did_not_leave_is_taken_back_and_made_anew(
    user: User, good_once: None, mail_server: MailServer
) -> None:
    mail_server.answers = ["451 later"]
    outbox.queue(kind="once", to=user.email, row_id=user.pk)
    now = timezone.now()
    assert outbox.send_due(now=now) == 0
    assert Once.taken_back == ["try 1"]
    assert outbox.send_due(now=now + timedelta(hours=1)) == 1
    assert Once.taken_back == ["try 1"]
    (letter,) = mail_server.letters
    assert letter.message.get_content().strip() == "try 2"


def test_so_it_is_when_the_server_is_not_reached_or_refuses_for_good(
    user: User, good_once: None, mail_server: MailServer
) -> None:
    outbox.queue(kind="once", to=user.email, row_id=user.pk)
    now = timezone.now()
    mail_server.stop()
    outbox.send_due(now=now)
    assert Once.taken_back == ["try 1"]
    mail_server.start()
    mail_server.refusals = {user.email: "550 no such person"}
    outbox.send_due(now=now + timedelta(hours=1))
    assert Once.taken_back == ["try 1", "try 2"]
    assert states() == ["failed"]


def test_a_fault_in_taking_back_stops_no_other_mail(
    user: User, good_once: None, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    Once.is_broken = True
    mail_server.answers = ["451 later"]
    outbox.queue(kind="once", to=user.email, row_id=user.pk)
    outbox.queue(kind=KIND, to=make_user().email, row_id=user.pk)
    with caplog.at_level(logging.ERROR):
        assert outbox.send_due(now=timezone.now()) == 1
    assert "not taken back: RuntimeError" in caplog.text
