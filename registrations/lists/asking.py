"""Who comes and what they said they need: opened once for one list, and that is written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from forum import dates
from forum.exports import Order
from forum.models import Event
from registrations import needs, promises
from registrations.models import Registration, days
from registrations.models.registrations import ContactBy
from registrations.people import everybody
from registrations.promises import Promise
from registrations.telling import REACHED

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Asker:
    """Somebody who comes, with their answers; none where they cannot be opened."""

    person: Registration
    answers: dict[str, Any]
    is_readable: bool

    def asks_for(self, kind: str) -> bool:
        return needs.is_asked(kind, self.answers)

    @property
    def promises(self) -> dict[str, Promise]:
        """What they ask for and how far it has got, by kind."""
        return promises.of(self.answers)

    @property
    def days(self) -> list[date]:
        return days.coming(self.person.days, self.person.event)

    @property
    def phone(self) -> str:
        """Their number, or that of whoever is reached for them."""
        return self.person.telephone or NOT_GIVEN

    @property
    def agreed_to_calls(self) -> bool:
        """Whether they asked to be called, or are reached by telephone anyway."""
        by_phone = self.person.contact_by in (ContactBy.PHONE, ContactBy.HELPER)
        return by_phone or self.answers.get("talk") == "call"


@dataclass(frozen=True)
class Askers:
    """Everybody who comes, by name. `erased_on` is the day since which no answer is left."""

    people: list[Asker]
    erased_on: date | None

    def __iter__(self) -> Iterator[Asker]:
        return iter(self.people)

    def asking_for(self, kind: str) -> list[Asker]:
        return [one for one in self.people if one.asks_for(kind)]

    @property
    def note(self) -> str:
        """What a sheet adds to its sentence where answers are missing; "" where none are."""
        closed = sum(not one.is_readable for one in self.people)
        if not closed or self.erased_on:
            return ""
        whose = "one person" if closed == 1 else f"{closed} people"
        return f" The answers of {whose} cannot be opened: tell whoever runs this site."

    def empty(self, words: str) -> str:
        """What stands in place of rows: these words, or that nothing is left to say."""
        if not self.erased_on:
            return words
        return f"What people needed was erased on {dates.day(self.erased_on)}."


def size(event: Event) -> int:
    """Of how many people the answers are opened; one query."""
    return int(everybody(event).confirmed().count())


def of(order: Order, *, deed: str) -> Askers:
    """Everybody with a place. That their answers were read is written down as `deed`.

    Three queries and the line of the trail, however many people there are.
    """
    event = order.event
    opened = needs.every(event=event, by=order.by, deed=deed, reason=order.reason)
    said = {person.pk: answers for person, answers in opened}
    found = everybody(event, order.now).confirmed().select_related(*REACHED)
    people = list(found.order_by(Lower("badge_name"), "id"))
    for person in people:
        person.event = event
    are_gone = needs.are_erased(event, order.now)
    return Askers(
        [Asker(person, said.get(person.pk, {}), person.pk in said) for person in people],
        event.needs_erased_on if are_gone else None,
    )
