"""Killed at random moments, over and over: nothing that was acknowledged is lost."""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.drills.looks import asked
from tests.drills.people import Crowd
from tests.drills.serving import Server, served_in
from tests.forum import senders
from tests.site import Site, site
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server", "site"]
pytestmark = pytest.mark.drill

# A busy machine takes ten seconds for each.
KILLS = int(os.environ.get("CONVENOR_KILLS", "200"))


def test_kills_of_the_server_while_people_register(tmp_path: Path, mail_server: MailServer) -> None:
    """Every second time only the process that answers, else all of it: both happen.

    It sends the mails too. Back within 5 seconds each time, or on a busy machine within three times
    as long as a first start takes; no booking twice although people send their form again, none
    without its mail, at most one copy of a mail for each kill.
    """
    to = f"smtp://127.0.0.1:{mail_server.port}"
    with served_in(tmp_path / "site", CONVENOR_EMAIL_URL=to) as server:
        path = asked(server.site, "event", "100000")
        first = server.start()
        crowd = Crowd(server, path, 4)
        crowd.start()
        backs = [_killed_and_back(server, crowd, number) for number in range(KILLS)]
        crowd.stop()
        found = _when_all_mails_left(server)
    sent = Counter(letter.recipients[0] for letter in mail_server.letters)
    print(  # noqa: T201 - figures of the drill
        f"\n{len(crowd.acknowledged)} acknowledged, {crowd.lost} sent again, up in {first:.2f} s,"
        f" back after"
        f" {sorted(backs)[len(backs) // 2]:.2f} s (median), {max(backs):.2f} s (longest),"
        f" {sum(sent.values()) - len(sent)} mails twice, other answers {Counter(crowd.faults)}"
    )
    assert len(crowd.acknowledged) >= KILLS
    assert found["addresses"] == sorted(crowd.acknowledged)
    assert len(found["places"]) == len(crowd.acknowledged)
    assert crowd.faults == []
    assert found["sound"]
    assert (found["untold"], found["told of nothing"]) == (0, 0)
    assert (found["without needs"], found["unsealed"]) == (0, 0)
    assert set(sent) == set(crowd.acknowledged)
    assert sum(sent.values()) - len(sent) <= KILLS
    assert max(backs) < max(5, 3 * first)


def _killed_and_back(server: Server, crowd: Crowd, number: int) -> float:
    """Kill it at a random moment, and say for how long nobody was served.

    Three of four times somebody was acknowledged since it started, else it is still warming up.
    """
    before, ends = len(crowd.acknowledged), time.monotonic() + 5
    while number % 4 and len(crowd.acknowledged) == before and time.monotonic() < ends:
        time.sleep(0.005)
    time.sleep(random.uniform(0.02, 0.25))  # noqa: S311 - a moment, not a secret
    died = time.monotonic()
    if number % 2:
        killed = server.workers()
        server.kill_worker()
        while server.workers() in ([], killed):
            time.sleep(0.01)
        server.wait()
    else:
        server.kill()
        server.start()
    return time.monotonic() - died


def _when_all_mails_left(server: Server) -> dict[str, object]:
    """How everything stands then; the leases of those who died are over after five minutes."""
    for _ in range(60):
        asked(server.site, "later")
        found: dict[str, object] = asked(server.site, "standing")
        if set(found["mail states"]) <= {"sent"}:  # type: ignore[call-overload]
            return found
        time.sleep(5)
    raise AssertionError(f"mails wait: {found['mail states']}")


def test_half_as_many_killed_senders_lose_no_mail_and_repeat_at_most_one_each_time(
    site: Site, mail_server: MailServer
) -> None:
    mails, kills = 1_500, KILLS // 2
    site.env["CONVENOR_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    site.env["CONVENOR_MAILS_PER_MINUTE"] = "0"
    site.run(*senders.START, "fill", str(mails))
    mail_server.pause = 0.005
    killed = int(site.run(*senders.START, "send", str(kills)))
    copies = Counter(letter.id for letter in mail_server.letters)
    print(f"\n{len(mail_server.letters) - mails} of {mails} mails twice")  # noqa: T201
    assert killed == kills
    assert len(copies) == mails
    assert len(mail_server.letters) - mails <= kills
    assert site.run(*senders.START, "states").split() == ["sent"] * mails
