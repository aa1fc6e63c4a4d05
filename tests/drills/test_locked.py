"""Somebody else holds the database: people wait, and then read what to do, with their form kept."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.drills.looks import asked
from tests.drills.people import Answer, Browser, Typed, filled
from tests.drills.serving import Server, served_in
from tests.page_forms import read_forms
from tests.site import DATABASE

pytestmark = pytest.mark.drill


@contextlib.contextmanager
def held(server: Server) -> Iterator[None]:
    """As a backup or a colleague's program that does not come back: nobody else can write."""
    env = server.site.env
    if address := env.get("CONVENOR_DATABASE_URL"):
        with psycopg.connect(address.replace("postgres://", "postgresql://")) as holder:
            holder.execute("LOCK TABLE forum_event IN EXCLUSIVE MODE")
            yield
        return
    with contextlib.closing(
        sqlite3.connect(Path(env["CONVENOR_DATA"]) / DATABASE, isolation_level=None)
    ) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


@contextlib.contextmanager
def filling_in(folder: Path) -> Iterator[tuple[Server, Browser, str, Typed]]:
    """A site that is served, and somebody with the form of its event filled in and not yet sent."""
    with served_in(folder) as server:
        path = asked(server.site, "event", "1000")
        server.start()
        browser = Browser(server)
        yield server, browser, path, filled(browser, path, "amina@example.org")


def test_a_database_that_is_held_for_30_seconds_gives_the_form_back_to_be_sent_again(
    tmp_path: Path,
) -> None:
    with filling_in(tmp_path / "site") as (server, browser, path, typed):
        with held(server):
            answers: list[Answer] = []
            waiting = threading.Thread(target=lambda: answers.append(browser.post(path, typed)))
            waiting.start()
            time.sleep(1)
            seen = Browser(server).get("/e/forum/")
            waiting.join(29)
            assert not waiting.is_alive()
        [refused] = answers
        print(f"\n503 after {refused.seconds:.1f} s; a page meanwhile {seen.seconds:.2f} s")  # noqa: T201
        assert (seen.status, refused.status, refused.retry_after) == (200, 503, "60")
        kept = read_forms(refused.text)[-1].as_it_stands()
        assert browser.post(path, kept).status == 302
        found: dict[str, Any] = asked(server.site, "standing")
    assert (found["addresses"], found["sound"]) == (["amina@example.org"], True)
    assert 15 < refused.seconds < 29
    assert seen.seconds < 5


def test_who_sends_the_form_while_it_is_held_for_5_seconds_waits_and_is_booked(
    tmp_path: Path,
) -> None:
    with filling_in(tmp_path / "site") as (server, browser, path, typed):
        answers: list[Answer] = []
        waiting = threading.Thread(target=lambda: answers.append(browser.post(path, typed)))
        with held(server):
            waiting.start()
            time.sleep(5)
        waiting.join(30)
        found: dict[str, Any] = asked(server.site, "standing")
    assert [answer.status for answer in answers] == [302]
    assert answers[0].seconds > 4
    assert found["addresses"] == ["amina@example.org"]
