"""Who eats at an event: all who come, of every kind, with what they said about food."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from forum.models import Event, User
from registrations import needs, options
from registrations.models import days
from registrations.models.registrations import Kind
from registrations.people import everybody


@dataclass(frozen=True)
class Eater:
    """Somebody who comes: as what, on which days, and what they said about food.

    Without a key nobody knows what they said: `answers` is empty then and `is_readable` false.
    """

    name: str
    kind: Kind
    days: list[date]
    answers: dict[str, Any]
    is_readable: bool
    # Whether the supporter who comes too has a booking of their own, and so a plate.
    names_a_supporter: bool = False
    is_walk_in: bool = False

    @property
    def is_ill_from_food(self) -> bool:
        return self.answers.get("ill") == "yes"

    @property
    def brings_a_supporter(self) -> bool:
        """Whether a supporter comes too, who eats and has no booking of their own."""
        return "supporter" in self.answers.get("access", []) and not self.names_a_supporter

    @property
    def children(self) -> dict[str, int]:
        """How many children of which age come along to be looked after; they eat too."""
        counts = self.answers.get("children") or {}
        if self.answers.get("childcare") != "yes":
            return {}
        return {age: counts[key] for key, age in options.CHILDREN.items() if counts.get(key)}


def of(
    event: Event,
    *,
    by: User | None,
    deed: str,
    reason: str = "",
    row_id: uuid.UUID | None = None,
) -> list[Eater]:
    """Everybody who comes, by name; that their answers were read is written down as `deed`.

    Two queries and the line of the trail, however many people there are.
    """
    opened = needs.every(event=event, by=by, deed=deed, reason=reason, row_id=row_id)
    answers = {registration.id: said for registration, said in opened}
    people = list(everybody(event).confirmed().order_by(Lower("badge_name"), "id"))
    named = {
        person.with_whom_id
        for person in people
        if answers.get(person.id, {}).get(needs.RELATION) == "supporter"
    }
    return [
        Eater(
            name=person.badge_name,
            kind=Kind(person.kind),
            days=days.coming(person.days, event),
            answers=answers.get(person.id, {}),
            is_readable=person.id in answers,
            names_a_supporter=person.id in named,
            is_walk_in=person.is_walk_in,
        )
        for person in people
    ]


def here(eaters: list[Eater], day: date) -> list[Eater]:
    """Those who come on this day."""
    return [eater for eater in eaters if day in eater.days]


def children(eaters: list[Eater]) -> Counter[str]:
    """How many children of which age they bring."""
    found: Counter[str] = Counter()
    for eater in eaters:
        found.update(eater.children)
    return found


def heads(eaters: list[Eater]) -> int:
    """How many plates they are, with the supporters and children whom they bring."""
    supporters = sum(eater.brings_a_supporter for eater in eaters)
    return len(eaters) + supporters + children(eaters).total()
