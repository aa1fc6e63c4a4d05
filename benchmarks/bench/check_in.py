"""Letting somebody in at the door of an event with 10,000 attendees.

One press of the button is a form that is sent and the card that it leads to: both are in its time.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from benchmarks.bench.clients import Browser, p95
from benchmarks.bench.figures import Figure
from benchmarks.bench.pages import FLOOR_PAGE
from benchmarks.bench.served import Bench, Site

ROUNDS, PRESSES = 5, 40
DOOR = "/organise/events/large/door/"


def measure(bench: Bench) -> Iterator[Figure]:
    for site in bench.sites:
        asked = site.call("benchmarks.bench.work", "queries_of_check_in", site.made["door"])
        press, card = (list(filter(None, map(_what, statements))) for statements in asked)
        yield Figure(
            "Check-in, queries of the press",
            "",
            [len(press)],
            at_most=6,
            database=site.database,
            note=f"The card that follows takes {len(card)} more.",
            why=_told(press),
        )
        presses, cards, floors = _pressed(site)
        what = "Check-in, p95 at 1 client, from the press to the card"
        yield Figure(what, "ms", presses, floors, at_most=4, database=site.database)
        yield Figure("Of this the card", "ms", cards, floors, database=site.database)


def _pressed(site: Site) -> tuple[list[float], list[float], list[float]]:
    """The p95 of each round in milliseconds: presses with their cards, cards alone, the floor."""
    people = site.call("benchmarks.bench.work", "to_let_in", (ROUNDS + 1) * PRESSES)
    name, _, value = site.made["door"].partition("=")
    door = Browser(site.convenor.address, {name: value})
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', door.get(DOOR).body.decode())
    found: list[tuple[float, ...]] = []
    for _ in range(ROUNDS + 1):
        taken = [_one(site, door, people.pop(), token[1]) for _ in range(PRESSES)]
        found.append(tuple(p95(times) for times in zip(*taken, strict=True)))
    presses, cards, floors = (list(each) for each in zip(*found[1:], strict=True))
    return presses, cards, floors


def _one(site: Site, door: Browser, pk: str, token: str) -> tuple[float, float, float]:
    form: dict[str, Any] = {"csrfmiddlewaretoken": token, "scan_id": uuid.uuid4()}
    pressed = door.post(f"{DOOR}{pk}/check-in/", form)
    assert pressed.status == 200, pressed
    assert b"Welcome" in pressed.body, pressed.path
    floor = Browser(site.floor.address).get(FLOOR_PAGE)
    return pressed.ms, pressed.last_ms, floor.ms


def _told(press: list[str]) -> str:
    """Which statements come before any page of the team, and which are of the deed."""
    deed = [one for one in press if "registrations_" in one or one.startswith("INSERT")]
    door = len(press) - len(deed)
    return f"{door} ask anew who is at the door and may be there. The rest: {', '.join(deed)}."


def _what(statement: str) -> str:
    """What it reads or writes, such as "INSERT registrations_checkin"; nothing for a BEGIN."""
    reads_or_writes = r'(?:(SELECT|DELETE)\b.*? FROM|(INSERT) INTO|(UPDATE)) "(\w+)"'
    found = re.search(reads_or_writes, statement)
    return " ".join(filter(None, found.groups())) if found else ""
