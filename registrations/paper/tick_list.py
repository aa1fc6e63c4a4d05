"""A paper list with ticks, typed back in: whoever is ticked on it is checked in, once.

Typed twice, by one person or by two at the same time, it changes nothing more.
"""

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from forum.models import Event, User
from forum.models.people import name_key
from registrations import check_in
from registrations.models import Registration
from registrations.models.check_in import How
from registrations.models.registrations import State
from registrations.people import everybody

MOST = 500
DIGITS = 4
# A code as people type it, with a dash, a space or nothing in it; or whatever else stands there.
_TYPED = re.compile(r"[^\W\d_]+[ \t]*[-\u2010-\u2015][ \t]*\d+|[^\W\d_]+[ \t]?\d+|[^\s,;]+")
_UNKNOWN = "nobody here has this code."
_SHORT = f"type {DIGITS} digits or more."


class TooManyError(Exception):
    """More codes than can be noted in one go."""


@dataclass(frozen=True)
class Left:
    """What stays in the box, and why."""

    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.text}: {self.why}"


@dataclass(frozen=True)
class Noted:
    """What came of a list: whom it let in, who was in already, and what nobody understood."""

    now_in: list[Registration] = field(default_factory=list)
    already: list[Registration] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@transaction.atomic
def note(*, event: Event, text: str, by: User | None, now: datetime | None = None) -> Noted:
    """Check in everybody whose code stands in the text; the last four digits do where they are one.

    Six queries for each person. Raises booking.ClosedError for an event that is a draft or was
    cancelled, TooManyError for more than 500 codes.
    """
    check_in.must_be_on(event)
    typed = codes(text)
    if len(typed) > MOST:
        raise TooManyError
    found, left = _look_up(event, typed)
    # In one order, so that two people who type the same list never wait for each other.
    people = {person.pk: person for person in found.values()}
    came = {pk: _let_in(people[pk], event, by, now) for pk in sorted(people)}
    noted = Noted(left=left)
    for word, person in found.items():
        outcome = came.pop(person.pk, None)
        if outcome == check_in.IN:
            noted.now_in.append(person)
        elif outcome == check_in.ALREADY:
            noted.already.append(person)
        elif outcome is not None:
            noted.left.append(Left(word, _kept_out(person)))
    return noted


def codes(text: str) -> list[str]:
    """What stands in the text, each once: codes on lines of their own, or several on one."""
    return list(dict.fromkeys(_TYPED.findall(text)))


def _look_up(event: Event, typed: list[str]) -> tuple[dict[str, Registration], list[Left]]:
    """Who is meant by what was typed, and what means nobody; two queries."""
    by_key, by_digits = defaultdict(list), defaultdict(list)
    for pk, code, state in everybody(event).values_list("pk", "code", "state"):
        key = _key(code)
        by_key[key].append(pk)
        if state != State.CANCELLED:
            by_digits[key[-DIGITS:]].append(pk)
    meant: dict[str, uuid.UUID] = {}
    left = []
    for word in typed:
        key = _key(word)
        known = by_digits[key] if key.isdecimal() and len(key) == DIGITS else by_key.get(key, [])
        if len(known) == 1:
            meant[word] = known[0]
        else:
            left.append(Left(word, _why(key, len(known))))
    rows = everybody(event).in_bulk(set(meant.values()))
    return {word: rows[pk] for word, pk in meant.items() if pk in rows}, left


def _key(code: str) -> str:
    return name_key(code).replace(" ", "")


def _why(key: str, known: int) -> str:
    if known:
        return f"{known} codes end like this. Type the word before it too."
    return _SHORT if key.isdecimal() and len(key) < DIGITS else _UNKNOWN


def _let_in(person: Registration, event: Event, by: User | None, now: datetime | None) -> str:
    person.event = event
    done = check_in.check_in(
        registration=person, by=by, scan_id=uuid.uuid4(), how=How.PAPER, now=now
    )
    return done.kind


def _kept_out(person: Registration) -> str:
    """Why somebody was not let in, in the words of the door."""
    state = str(person.get_state_display())
    return f"{person.badge_name} has no place ({state[0].lower()}{state[1:]})."
