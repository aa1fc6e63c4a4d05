"""What somebody may try who holds a copy of everything and wants to know who wrote what.

Each attack is an order in which the texts lie somewhere, laid beside an order of people that the
attacker knows: who sent when (watched at the network), who was written to when, whose code has
which hash. The guess is that the first wrote the first (security U2).
"""

import contextlib
import hashlib
import itertools
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATABASE = "convenor.sqlite3"
PAGE = 4096


def orders_in_files(folder: Path, table: str, texts: list[str]) -> dict[str, list[str]]:
    """The texts in every order that a copy of SQLite's files gives away."""
    database, log = folder / DATABASE, folder / f"{DATABASE}-wal"
    found = {
        "byte offset": _by_offset(database, texts),
        "log, first": _by_offset(log, texts),
        "log, last": _by_offset(log, texts, last=True),
    }
    with _opened(folder) as opened:
        for order in ("rowid", "id"):
            rows = opened.execute(f"SELECT text FROM {table} ORDER BY {order}")  # noqa: S608
            found[order] = [text for (text,) in rows if text in texts]
        found["dump"] = _in_lines(opened.iterdump(), texts)
    return {attack: order for attack, order in found.items() if len(order) == len(texts)}


def orders_in_postgres(cursor: Any, table: str, texts: list[str]) -> dict[str, list[str]]:
    """The texts in every order that PostgreSQL gives away."""
    found = {}
    for name, order in {"ctid": "ctid", "xmin": "xmin::text::bigint", "pk": "id"}.items():
        cursor.execute(f"SELECT text FROM {table} ORDER BY {order}")  # noqa: S608
        found[name] = [text for (text,) in cursor.fetchall() if text in texts]
    found["copy"] = _in_lines(lines_of_postgres(cursor, table), texts)
    return found


def lines_of_postgres(cursor: Any, table: str) -> list[str]:
    """What a dump by COPY holds of a table."""
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return [bytes(line).decode() for line in copy]


def lines_of_sqlite(folder: Path) -> list[str]:
    """What a dump holds of every table."""
    with _opened(folder) as opened:
        return list(opened.iterdump())


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The copied database; a copy of the copy, because opening moves the log into the file."""
    asked = folder / "asked"
    shutil.rmtree(asked, ignore_errors=True)
    shutil.copytree(folder, asked)
    database = sqlite3.connect(asked / DATABASE)
    try:
        yield database
    finally:
        database.close()


def _by_offset(path: Path, texts: list[str], *, last: bool = False) -> list[str]:
    """The texts by where they stand in a file: its pages in order, each filled from its end."""
    content = path.read_bytes() if path.exists() else b""
    find = content.rfind if last else content.find
    places = {text: find(text.encode()) for text in texts}
    head, frame = (32, PAGE + 24) if path.name.endswith("-wal") else (0, PAGE)

    def place(text: str) -> tuple[int, int]:
        page, inside = divmod(places[text] - head, frame)
        return page, -inside

    return sorted((text for text in texts if places[text] >= 0), key=place)


def _in_lines(lines: Iterable[str], texts: list[str]) -> list[str]:
    """The texts in the order of the lines that hold them."""
    return [text for line in lines for text in texts if text in line]


def by_length(stored: list[int], texts: list[str]) -> list[str]:
    """What each of those who sent would have written, if what is stored is as long as the text."""
    longest_last = sorted(texts, key=len)
    ranks = sorted(range(len(stored)), key=lambda place: stored[place])
    found = [""] * len(texts)
    for text, place in zip(longest_last, ranks, strict=True):
        found[place] = text
    return found


def linked(lines: Iterable[str], marks: dict[str, list[str]], truth: dict[str, str]) -> int:
    """Of how many people a line holds both their text and a mark of theirs, such as a code."""
    held = [line for line in lines if any(text in line for text in truth.values())]
    return sum(
        any(text in line and any(mark in line for mark in marks[person]) for line in held)
        for person, text in truth.items()
    )


def marks_of(code: str, *known: str) -> list[str]:
    """A person's code in the ways it may be written down, and what else is known of them."""
    plain = code.replace("-", "")
    hashes = [
        getattr(hashlib, kind)(written.encode()).hexdigest()
        for kind in ("md5", "sha1", "sha256")
        for written in (code, plain, code.lower(), plain.lower())
    ]
    return [code, plain, *hashes, *known]


def matched(guessed: list[str], true: list[str]) -> int:
    """How many people are guessed right, forwards or backwards."""
    forwards = sum(map(str.__eq__, guessed, true))
    return max(forwards, sum(map(str.__eq__, reversed(guessed), true)))


def tau(guessed: list[str], true: list[str]) -> float:
    """How alike two orders are: 1 the same, -1 reversed, 0 nothing to do with one another."""
    place = {text: number for number, text in enumerate(guessed)}
    pairs = list(itertools.combinations(true, 2))
    return sum(1 if place[a] < place[b] else -1 for a, b in pairs) / len(pairs)
