"""A mail worker that is killed loses no mail and repeats at most the one in its hand (D21)."""

from collections import Counter

import pytest

from tests.forum import senders
from tests.site import Site, site
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server", "site"]

MAILS, KILLS = 200, 20


@pytest.fixture
def mailing(site: Site, mail_server: MailServer) -> Site:
    """The site, sending its mails to the server of the test."""
    site.env["CONVENOR_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    return site


def test_20_killed_senders_lose_no_mail_and_repeat_at_most_20_under_the_same_id(
    mailing: Site, mail_server: MailServer
) -> None:
    mailing.run(*senders.START, "fill", str(MAILS))
    mail_server.pause = 0.005
    killed = int(mailing.run(*senders.START, "send", str(KILLS)))
    copies = Counter(letter.id for letter in mail_server.letters)
    assert killed == KILLS
    assert len(copies) == MAILS
    assert len(mail_server.letters) - MAILS <= KILLS
    assert mailing.run(*senders.START, "states").split() == ["sent"] * MAILS
    assert all(len(letter.recipients) == 1 for letter in mail_server.letters)


def test_d21_a_sender_killed_between_the_servers_yes_and_the_mark_repeats_the_mail_once(
    mailing: Site, mail_server: MailServer
) -> None:
    mailing.run(*senders.START, "fill", "1")
    assert mailing.start(*senders.START, "send-and-die").wait(60) == -9
    assert len(mail_server.letters) == 1
    assert mailing.run(*senders.START, "states").split() == ["queued"]
    mailing.run(*senders.START, "send", "1")
    assert [letter.id for letter in mail_server.letters] == [mail_server.letters[0].id] * 2
    assert mailing.run(*senders.START, "states").split() == ["sent"]


def test_three_senders_at_once_send_every_mail_once(mailing: Site, mail_server: MailServer) -> None:
    mailing.run(*senders.START, "fill", "60")
    mail_server.pause = 0.002
    started = [mailing.start(*senders.START, "send", "0") for _ in range(3)]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    # A sender ends when a pass of its own sent nothing, though another may be in one.
    mailing.run(*senders.START, "send", "0")
    assert len({letter.id for letter in mail_server.letters}) == 60
    assert len(mail_server.letters) == 60
