"""Taking mails out of the outbox: claim by a lease, compose, send, mark.

A composer may put something into a mail that is good only once, such as a code made for it. It
then gives the mail an attribute `when_not_sent`, a function without arguments, which is called when
this very mail did not leave; the next try composes another.
"""

import logging
import random
import smtplib
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError
from django.utils import timezone
from django.utils.module_loading import import_string

from forum import logs, schedule
from forum.models import Message
from forum.models.ground import MessageState
from forum.outbox import order

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# A pass sends at most so many, so that a server that came back is not flooded.
BATCH = 100
LONGEST_PASS = 30  # seconds
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
# 1 + 2 + 4 + 8 minutes, then 95 quarters of an hour: the hundredth try is 24 hours after the first.
TRIES = 100


def send_due(now: datetime | None = None) -> int:
    """Send what is due, as many as a minute takes, and say how many mails left.

    Any number of processes may call this at once. Mails to one address keep their order. The pass
    ends when the mail server cannot be reached, as each further mail would only wait for it too;
    and when it has lasted a while, so that the next begins with what became urgent meanwhile.
    Call it outside any transaction: a mail that left cannot be rolled back.
    """
    clock: Callable[[], datetime] = (lambda: now) if now else timezone.now
    sent, ends = 0, time.monotonic() + LONGEST_PASS
    held_back: set[str] = set()
    connection = get_connection()
    try:
        for message in order.in_order(clock())[:BATCH]:
            if message.to in held_back:
                continue
            if time.monotonic() > ends or not order.has_room(clock()):
                break
            if _claim(message, clock()) and not _send(message, connection, clock):
                break
            sent += message.state == MessageState.SENT
            if order.holds_back(message):
                held_back.add(message.to)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    return sent


def message_id(message: Message) -> str:
    """The same for every copy of a mail, so that mailboxes can tell a repeat."""
    return f"<{message.id}@{urlsplit(settings.SITE_URL).hostname}>"


def _claim(message: Message, now: datetime) -> bool:
    """Take the message under a lease of ours; False when it is not as it was read any more.

    One conditional update, so that of two processes one wins on every database.
    """
    as_read = order.due(now).filter(pk=message.pk, to=message.to, attempts=message.attempts)
    message.lease = uuid.uuid4()
    message.attempts += 1
    won = as_read.update(lease=message.lease, leased_until=now + LEASE, attempts=message.attempts)
    return bool(won)


def _send(message: Message, connection: BaseEmailBackend, clock: Callable[[], datetime]) -> bool:
    """Compose, send and mark one claimed message; whether the server answers."""
    try:
        mail = import_string(settings.MAILS[message.kind])(message)
    except Exception as error:
        logger.error("outbox: %s %s not written: %s", message.kind, message.id, logs.place(error))
        _later(message, order.UNWRITTEN, clock())
        return True
    if mail is None:
        _drop(message, clock())
        return True
    try:
        connection.open()
        _addressed(mail, message, connection).send()
    except Exception as error:
        _take_back(mail, message)
        if isinstance(error, (smtplib.SMTPException, OSError)):
            return _not_sent(message, error, clock())
        raise
    _mark(message, state=MessageState.SENT, sent_at=clock(), problem="")
    return True


def _drop(message: Message, now: datetime) -> None:
    """Let a mail that nobody needs any more go: for good only where the clock is not in doubt.

    A clock a year ahead says of every event that it is over: `take_up_again` asks once more.
    """
    problem = order.IN_DOUBT if schedule.may_be_wrong(now) else ""
    _mark(message, state=MessageState.DROPPED, problem=problem)


def _take_back(mail: EmailMultiAlternatives, message: Message) -> None:
    """Tell the composer that the mail did not leave; its fault must not stop the others' mails."""
    if told := getattr(mail, "when_not_sent", None):
        try:
            told()
        except Exception as error:
            place = logs.place(error)
            logger.error("outbox: %s %s not taken back: %s", message.kind, message.id, place)


def _addressed(
    mail: EmailMultiAlternatives, message: Message, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """The mail to the row's one address, whatever was composed, under the row's Message-ID."""
    mail.to, mail.cc, mail.bcc = [message.to], [], []
    mail.extra_headers["Message-ID"] = message_id(message)
    mail.connection = connection
    return mail


def _not_sent(message: Message, error: Exception, now: datetime) -> bool:
    """Mark a mail that did not leave; whether the server answers.

    A 5xx about this address or this text is final. Trouble with the connection, the sign-in or the
    sender's address concerns every mail, and somebody can mend it: those are tried again.
    """
    code = _answer(error)
    if isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
        if 500 <= code < 600:
            _mark(message, state=MessageState.FAILED, problem=f"refused ({code})")
            return True
        _later(message, f"put off ({code})", now)
        return code != 421
    logger.warning("outbox: no mail leaves (%s %s)", type(error).__name__, code or "")
    problem = f"mail server: {code}" if code else "mail server not reached"
    _later(message, problem, now)
    return False


def _answer(error: Exception) -> int:
    """The server's code, 0 where it gave none. Its words may hold the address: they stay out."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _words in error.recipients.values()), 0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _later(message: Message, problem: str, now: datetime) -> None:
    """Try again after a wait that doubles, or give up after 24 hours of tries."""
    if message.attempts >= TRIES:
        return _mark(message, state=MessageState.FAILED, problem=problem)
    wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
    wait *= random.uniform(0.8, 1.2)  # noqa: S311 - keeps mails from coming back all at once
    return _mark(message, state=MessageState.QUEUED, due_at=now + wait, problem=problem)


def _mark(message: Message, *, state: str, problem: str, **fields: Any) -> None:
    """Write what became of a message and give up the lease, unless the lease was lost meanwhile.

    A mail that left and is not marked would leave again: a busy database is asked several times.
    """
    message.state, message.problem = state, problem
    ours = Message.objects.filter(pk=message.pk, lease=message.lease)
    fields |= {"state": state, "problem": problem, "lease": None, "leased_until": None}
    for pause in (1, 2, 4):
        with suppress(OperationalError):
            ours.update(**fields)
            return
        time.sleep(pause)
    ours.update(**fields)
