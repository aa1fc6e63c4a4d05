"""One promise: how far a kind of need has got, who sees to it, and what its person reads."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from registrations import needs

ASKED, ARRANGING, ARRANGED, CANNOT, MET = needs.ASKED, "arranging", "arranged", "cannot", "met"
STATES = {
    ASKED: "Asked",
    ARRANGING: "Arranging",
    ARRANGED: "Arranged",
    CANNOT: "Cannot do",
    MET: "Met",
}
# Whoever is to do something about it still has it before them.
OPEN = frozenset({ASKED, ARRANGING})
# What is promised person by person. Meals are counted for the kitchen, and promised to nobody.
KINDS = {
    "interpretation": "Interpreter",
    "childcare": "Childcare",
    "access": "Support to take part",
    "accompaniment": "Company",
    "travel": "Help with travel",
    "allergy": "Safe food",
    "own": "Own questions",
}
# The longest that is kept of what the person reads, and of what it costs.
WORDS, COST = 160, 40


@dataclass(frozen=True)
class Promise:
    """How one kind of need of one person stands.

    `owner` is the id of the colleague who sees to it, `due` the day by which. `is_anew` says that
    the person changed what they asked for since somebody had begun. `stamp` is another one as soon
    as anything of it was changed, also what is asked for.
    """

    kind: str
    state: str
    words: str = ""
    owner: str = ""
    due: date | None = None
    cost: str = ""
    at: str = ""
    is_anew: bool = False
    stamp: str = ""

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today


def for_the_person(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers without what the team wrote for itself: who sees to it, and what it costs."""
    kept = {
        kind: {key: held[key] for key in ("words", "due") if key in held}
        for kind, held in answers.get("promises", {}).items()
    }
    return {**answers, "promises": kept} if kept else answers


def of(answers: dict[str, Any]) -> dict[str, Promise]:
    """What is promised of everything that these answers ask for, by kind."""
    return {kind: _promise(kind, answers) for kind in KINDS if needs.is_asked(kind, answers)}


def _promise(kind: str, answers: dict[str, Any]) -> Promise:
    held = answers.get("promises", {}).get(kind, {})
    due = held.get("due", "")
    return Promise(
        kind=kind,
        state=answers.get("states", {}).get(kind, ASKED),
        words=held.get("words", ""),
        owner=held.get("owner", ""),
        due=date.fromisoformat(due) if due else None,
        cost=held.get("cost", ""),
        at=held.get("at", ""),
        is_anew=bool(held.get("anew")),
        stamp=_stamp(kind, answers, held),
    )


def part_of_address(person: uuid.UUID, kind: str) -> str:
    """What stands for a kind in the address of one person's need: an address never names it."""
    return salted_hmac("registrations.promises.address", f"{person}/{kind}").hexdigest()[:12]


def kind_at(person: uuid.UUID, part: str) -> str | None:
    """The kind that this part of an address stands for; None when it stands for nothing."""
    return next((kind for kind in KINDS if part_of_address(person, kind) == part), None)


def _stamp(kind: str, answers: dict[str, Any], held: dict[str, Any]) -> str:
    said = {key: answers.get(key) for key in needs.KEYS[kind]}
    all_of_it = json.dumps([answers.get("states", {}).get(kind), held, said], sort_keys=True)
    return hashlib.sha256(all_of_it.encode()).hexdigest()[:16]


def sealed(promise: Promise, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers with this promise in them; what is empty takes no room under the seal."""
    held = {
        "words": promise.words,
        "owner": promise.owner,
        "due": promise.due.isoformat() if promise.due else "",
        "cost": promise.cost,
        "at": promise.at,
    }
    kept = {key: value for key, value in held.items() if value}
    return {
        **answers,
        "states": {**answers.get("states", {}), promise.kind: promise.state},
        "promises": {**answers.get("promises", {}), promise.kind: kept},
    }
