"""Several processes count tries in one Redis; while it is away each counts alone."""

import json
import logging
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from django.test import Client

from forum import diagnosis, tries
from forum.shared_counts import SharedOrAlone
from tests.deploy.programs import running
from tests.programs import needed
from tests.site import ROOT, bare_environment
from tests.smtp import free_port

SIGN_IN = "/accounts/login/"
PROCESS = """
import django
django.setup()
from forum import accounts, tries
from forum.models import User
counted = sum(tries.may_try(what="code", value="somebody", most=30) for _ in range(25))
print(counted, accounts.use_code(User(pk=7), "123456"))
"""


@contextmanager
def redis_on(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = [str(needed("redis-server")), "--port", str(port), "--bind", "127.0.0.1"]
    nothing_kept = ["--save", "", "--appendonly", "no", "--dir", str(folder)]

    def answers() -> bool:
        try:
            with redis.Redis(port=port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    with running([*program, *nothing_kept], answers=answers, log=folder / "redis.log") as server:
        yield server


@pytest.fixture
def port(settings: Any) -> int:
    """Where Redis will be, with the settings that CONVENOR_REDIS_URL makes."""
    found = free_port()
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "forum.shared_counts.SharedCounts",
            "LOCATION": f"redis://127.0.0.1:{found}/1",
            "KEY_FUNCTION": "forum.shared_counts.key",
        },
    }
    return found


def test_two_processes_count_together_and_a_code_works_once(tmp_path: Path) -> None:
    port = free_port()
    env = bare_environment() | {
        "CONVENOR_DATA": str(tmp_path / "data"),
        "CONVENOR_REDIS_URL": f"redis://127.0.0.1:{port}/1",
        "DJANGO_SETTINGS_MODULE": "forum.project.settings",
    }
    with redis_on(port, tmp_path):
        both = [
            subprocess.Popen(  # noqa: S603 - our own interpreter and words
                [sys.executable, "-c", PROCESS],
                env=env,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        told = [process.communicate(timeout=60)[0].split() for process in both]
    assert sum(int(counted) for counted, _ in told) == 30, "of 50 tries"
    assert sorted(worked for _, worked in told) == ["False", "True"]


def test_while_redis_is_away_pages_open_and_tries_are_counted_alone(
    port: int,
    db: None,
    client: Client,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SharedOrAlone, "away_until", 0.0)

    def refused_after(value: str) -> int:
        return [tries.may_try(what="code", value=value, most=3) for _ in range(9)].index(False)

    with caplog.at_level(logging.WARNING, "convenor"):
        with redis_on(port, tmp_path) as server:
            assert refused_after("one") == 3
            server.send_signal(signal.SIGSTOP)  # it takes what is sent, and says nothing
            began = time.monotonic()
            assert client.get(SIGN_IN).status_code == 200
            assert refused_after("one") == 3, "what this process has counted begins at nothing"
            assert time.monotonic() - began < 12, "not each of them waits"
            assert [fault.key for fault in diagnosis.find() if fault.key == "redis"] == ["redis"]
        for number in range(8):
            wrong = {"login": "a@harbour.example", "password": f"wrong {number}"}
            assert client.post(SIGN_IN, wrong).status_code == 200
        with redis_on(port, tmp_path):
            SharedOrAlone.away_until = 1.0  # long ago
            assert refused_after("one") == 3
            assert [fault.key for fault in diagnosis.find() if fault.key == "redis"] == []
    assert caplog.messages == [
        "Redis does not answer (TimeoutError): tries are counted alone",
        *["a sign-in was refused"] * 5,  # the passwords of the others were not looked at
        "Redis answers again: tries are counted together",
    ]


def test_redis_holds_no_address_and_a_count_that_lost_its_end_gets_one(
    port: int, db: None, client: Client, tmp_path: Path
) -> None:
    with redis_on(port, tmp_path), redis.Redis(port=port, db=1) as inside:
        client.post(
            SIGN_IN,
            {"login": "olive@harbour.example", "password": "wrong"},
            REMOTE_ADDR="203.0.113.9",
        )
        kept = {name.decode(): inside.get(name) for name in inside.scan_iter()}
        assert kept
        assert all(re.fullmatch(r"convenor:[0-9a-f]{40}", name) for name in kept)
        assert all(isinstance(json.loads(value), int | list) for value in kept.values())
        tries.may_try(what="code", value="one", most=3)
        [new] = {name.decode() for name in inside.scan_iter()} - set(kept)
        inside.persist(new)
        tries.may_try(what="code", value="one", most=3)
        assert 0 < inside.ttl(new) <= tries.WAIT
