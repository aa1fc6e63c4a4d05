"""Who eats at an event: everybody who has a place, with what they said about food."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from forum.exports import Order
from forum.models import Event
from registrations import needs
from registrations.models import Registration
from registrations.people import everybody


@dataclass(frozen=True)
class Eater:
    """Somebody who has a place: the days they come, and what they said about food.

    Without a key nobody knows what they said: `answers` is empty then and `is_readable` false.
    """

    name: str
    days: list[date]
    answers: dict[str, Any]
    is_readable: bool

    @property
    def is_ill_from_food(self) -> bool:
        return self.answers.get("ill") == "yes"

    @property
    def brings_a_supporter(self) -> bool:
        """Whether a supporter comes too, who eats and has no booking of their own."""
        return "supporter" in self.answers.get("access", [])


def of(order: Order, *, deed: str) -> list[Eater]:
    """Everybody who has a place, by name; that their answers were read is written down as `deed`.

    Two queries and the line of the trail, however many people there are.
    """
    event = order.event
    opened = needs.every(event=event, by=order.by, deed=deed, reason=order.reason)
    answers = {registration.id: said for registration, said in opened}
    people = everybody(event).confirmed()
    return [
        Eater(
            name=person.badge_name,
            days=_days(person, event),
            answers=answers.get(person.id, {}),
            is_readable=person.id in answers,
        )
        for person in people.order_by(Lower("badge_name"), "id")
    ]


def here(eaters: list[Eater], day: date) -> list[Eater]:
    """Those who come on this day."""
    return [eater for eater in eaters if day in eater.days]


def heads(eaters: list[Eater]) -> int:
    """How many plates they are, with the supporters whom they bring."""
    return len(eaters) + sum(eater.brings_a_supporter for eater in eaters)


def _days(person: Registration, event: Event) -> list[date]:
    """The days the person comes; all of them unless they said otherwise."""
    chosen = [day for day in event.days if day.isoformat() in person.days]
    return chosen or event.days
