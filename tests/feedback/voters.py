"""Processes that answer, close and are killed, and copy all they leave behind.

python -m tests.feedback.voters vote FOLDER PEOPLE  people answer in a random order, then it closes
python -m tests.feedback.voters race TIMES          so many processes send one code at once
python -m tests.feedback.voters kill KILLS          so many processes close a box and are killed

All print what they found as JSON.
"""

import email
import email.policy
import json
import logging
import os
import random
import re
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from feedback import ballots, boxes, closing, codes
from feedback.models import Ballot, BallotBox, BallotCode, Comment, Rating
from forum import keys, outbox
from forum.models import Event
from registrations.models import CheckIn, Registration
from tests import factories
from tests.feedback import attackers

START = [
    "-W",
    "ignore",
    "-c",
    "import django; django.setup(); from tests.feedback.voters import main; main()",
]
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")
NAIVE = "naive_feedback"
COMMENTS = Comment._meta.db_table
_RANDOM = random.SystemRandom()


# -- voting --


def vote(folder: str, people: str) -> None:
    """What an attacker finds in three copies: while it is open, just closed, and swept."""
    place = Path(folder)
    log = _log_into(place / "site.log")
    _make_naive()
    event = factories.make_event(
        capacity=1_000, starts_at=timezone.now() - timedelta(hours=30), title="Autumn forum"
    )
    came = [_came(event, number) for number in range(int(people))]
    box = factories.make_box(event)
    boxes.invite_due()
    settings.MAILS_PER_MINUTE = 0
    while outbox.send_due():
        pass
    mailed = _codes_in_mails()
    truth, naive_truth = _texts(list(mailed)), _texts(list(mailed))
    naive_log = []
    order = _RANDOM.sample(list(mailed), len(mailed))
    for person in order:
        _send(event, mailed[person], truth[person])
        _send_naively(mailed[person], naive_truth[person])
        naive_log.append(f"POST /feedback/{mailed[person]} {naive_truth[person]}")
    lengths = [len(bytes(row.__dict__["answers"])) for row in Ballot.objects.all()]
    texts, naive_texts = list(truth.values()), list(naive_truth.values())
    plain = _found(_copy(place / "open"), texts)
    copies: list[Path] = []

    def before_sweeping(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("VACUUM") and not copies:
            copies.append(_copy(place / "closed"))
            orders["just closed"] = _orders(copies[0], COMMENTS, texts)
            orders["naive"] = _orders(copies[0], NAIVE, naive_texts)
        return execute(sql, *rest)

    orders: dict[str, dict[str, list[str]]] = {}
    with connection.execute_wrapper(before_sweeping):
        closing.close(box=box)
    swept = _copy(place / "swept")
    orders["swept"] = _orders(swept, COMMENTS, texts)
    orders["lengths"] = {"length": attackers.by_length(lengths, texts)}
    naive_lengths = [len(naive_truth[person]) for person in order]
    naive = {
        **_orders(swept, NAIVE, naive_texts),
        **orders.pop("naive"),
        "length": attackers.by_length(naive_lengths, naive_texts),
    }
    marks = {person: attackers.marks_of(mailed[person], person, str(pk)) for person, pk in came}
    said = log.read_text()
    lines = [*_lines(swept), *said.split("\n")]
    secret = [*texts, *(mark for of_one in marks.values() for mark in of_one)]
    found = {
        "texts": truth,
        "naive texts": naive_truth,
        "people": {
            "watched": order,
            "written to": list(mailed),
            "booked": [person for person, _pk in came],
            "hash of the code": sorted(mailed, key=lambda one: codes.hashed(mailed[one])),
        },
        "orders": orders,
        "naive": naive,
        "linked": attackers.linked(lines, marks, truth),
        "linked naively": attackers.linked([*lines, *naive_log], marks, naive_truth),
        "plain while open": plain,
        "in log or cache": sum(word in said or word in repr(_cached()) for word in secret),
        "lengths": sorted(set(lengths)),
        "ballots": box.ballots,
        "settled": box.is_settled,
    }
    sys.stdout.write(json.dumps(found))


def _came(event: Event, number: int) -> tuple[str, Any]:
    address = f"person{number}.{secrets.token_hex(4)}@example.org"
    registration: Registration = factories.make_registration(
        event, f"Person {number}", email=address, now=event.starts_at - timedelta(days=1)
    )
    CheckIn.objects.create(registration=registration, event=event)
    return address, registration.pk


def _codes_in_mails() -> dict[str, str]:
    """Address and code of every invitation, in the order in which they left."""
    found = {}
    for path in sorted(Path(settings.EMAIL_FILE_PATH).iterdir(), key=lambda p: p.stat().st_mtime):
        for part in path.read_bytes().split(b"-" * 79 + b"\n"):
            mail = email.message_from_bytes(part, policy=email.policy.default)
            body = mail.get_body(("plain",))  # type: ignore[attr-defined]
            if body and (shown := CODE.search(body.get_content())):
                found[str(mail["To"])] = shown[0]
        path.unlink()  # the next round has mails of its own
    return found


def _texts(people: list[str]) -> dict[str, str]:
    """A text of another length for each."""
    lengths = _RANDOM.sample(range(len(people)), len(people))
    return {
        person: f"{secrets.token_hex(8)}{'.' * length}"
        for person, length in zip(people, lengths, strict=True)
    }


def _send(event: Event, code: str, text: str) -> None:
    given = {"ballot": code, "change": text, "useful": "very"}
    response = Client(SERVER_NAME="127.0.0.1").post(f"/f/{event.slug}/", given)
    assert b"Thank you. Your answers" in response.content


def _make_naive() -> None:
    """Feedback as it is often kept: a row with its number, its time and a hash of the code."""
    serial = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_autocheckpoint = 0")  # the whole log is there to be read
        cursor.execute(f"DROP TABLE IF EXISTS {NAIVE}")
        cursor.execute(f"CREATE TABLE {NAIVE} (id {serial}, text TEXT, code TEXT, at TEXT)")


def _send_naively(code: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO naive_feedback (text, code, at) VALUES (%s, %s, %s)",
            [text, codes.hashed(code), timezone.now().isoformat()],
        )


def _log_into(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    return path


def _cached() -> Any:
    """All that lies in the cache of this process."""
    return getattr(cache, "_cache", {})


def _copy(folder: Path) -> Path:
    """A copy of the database's files as they are at this moment."""
    folder.mkdir(parents=True)
    if connection.vendor == "sqlite":
        name = Path(settings.DATABASES["default"]["NAME"])
        for path in name.parent.glob(f"{name.name}*"):
            shutil.copy(path, folder)
    return folder


def _orders(folder: Path, table: str, texts: list[str]) -> dict[str, list[str]]:
    if connection.vendor == "sqlite":
        return attackers.orders_in_files(folder, table, texts)
    with connection.cursor() as cursor:
        return attackers.orders_in_postgres(cursor.cursor, table, texts)


def _lines(folder: Path) -> list[str]:
    """Every row of every table as a dump writes it."""
    if connection.vendor == "sqlite":
        return attackers.lines_of_sqlite(folder)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [
            line for name in tables for line in attackers.lines_of_postgres(cursor.cursor, name)
        ]


def _found(folder: Path, texts: list[str]) -> int:
    """How many of the texts stand anywhere in a copy, in its files or in what it dumps."""
    held = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    dumped = "\n".join(_lines(folder))
    return sum(text.encode() in held or text in dumped for text in texts)


# -- racing --


def race(times: str) -> None:
    """One code in so many hands."""
    event = factories.make_event()
    factories.make_box(event, is_mailed=False)
    code = codes.make(event=event, count=1)[0]
    connections.close_all()
    gate_out, gate_in = os.pipe()
    runners = []
    for number in range(int(times)):
        runner = os.fork()
        if runner == 0:
            os.close(gate_in)
            connection.ensure_connection()
            os.read(gate_out, 1)  # waits until the gate is closed on the other side
            os._exit(_sent(event, code, number))
        runners.append(runner)
    os.close(gate_out)
    time.sleep(0.5)
    os.close(gate_in)
    ended = [os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]) for runner in runners]
    left = {"ballots": Ballot.objects.count(), "codes": BallotCode.objects.count()}
    sys.stdout.write(json.dumps({"ended": Counter(map(str, ended)), **left}))


def _sent(event: Event, code: str, number: int) -> int:
    """0 when it was taken, 2 when the code was refused in words, 1 for anything else."""
    given = {"ballot": code, "change": f"Number {number}"}
    response = Client(SERVER_NAME="127.0.0.1").post(f"/f/{event.slug}/", given)
    if b"Thank you. Your answers" in response.content:
        return 0
    return 2 if b"We do not know this code" in response.content else 1


# -- killing --

_WATCHED = ("feedback/closing.py", "feedback/sweeping.py", "forum/keys.py", "backends/utils.py")


class _Points:
    """Counts calls and returns in what closing is made of, and kills at one of them."""

    def __init__(self, fatal: int = 0) -> None:
        self.count, self.fatal = 0, fatal

    def __call__(self, frame: Any, event: str, arg: Any) -> None:
        if event not in ("call", "return") or not frame.f_code.co_filename.endswith(_WATCHED):
            return
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def kill(kills: str) -> None:
    """Close one box after the other, killed at evenly spread points; then let the job go on."""
    event = _full_box()
    points = _Points()
    sys.setprofile(points)
    closing.close(box=BallotBox.objects.get(event=event))
    sys.setprofile(None)
    rounds = [_kill_at(points.count * (n + 1) // (int(kills) + 1)) for n in range(int(kills))]
    sys.stdout.write(json.dumps(rounds))


def _full_box() -> Event:
    """An open box with seven ballots of words and ticks."""
    event = factories.make_event(starts_at=timezone.now() - timedelta(hours=30))
    factories.make_box(event)
    for number, code in enumerate(codes.make(event=event, count=7)):
        given = factories.sheet(change=f"Change {number}", take_back=f"Back {number}")
        ballots.cast(event=event, code=code, answers={**given, "share": "words"})
    return event


def _kill_at(point: int) -> dict[str, Any]:
    event = _full_box()
    connections.close_all()
    closer = os.fork()
    if closer == 0:
        sys.setprofile(_Points(point))
        closing.close(box=BallotBox.objects.get(event=event))
        os._exit(0)
    _, status = os.waitpid(closer, 0)
    then = BallotBox.objects.get(event=event).state
    closing.close_due(now=timezone.now() + timedelta(days=15))
    box = BallotBox.objects.get(event=event)
    ratings = Rating.objects.filter(event=event)
    words = Comment.objects.filter(event=event)
    return {
        "killed": os.WIFSIGNALED(status),
        "then": then,
        "state": [box.state, box.ballots, box.is_settled],
        "ratings": sorted(ratings.values_list("question", "answer", "count")),
        "words": sorted(words.values_list("text", flat=True)),
        "left": Ballot.objects.filter(event=event).count()
        + BallotCode.objects.filter(event=event).count(),
        "key": keys.path_of(event.id, "ballot").exists(),
    }


def main() -> None:
    # Pages are rendered without anything having been collected.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    deeds: dict[str, Callable[..., None]] = {"vote": vote, "race": race, "kill": kill}
    deeds[sys.argv[1]](*sys.argv[2:])
