"""Processes that change one promise at the same moment, while its person changes their answers.

python -m tests.registrations.promise_racers   two needs leads, and the person, three times over
"""

from collections.abc import Callable
from typing import Any

from forum.models import AuditEntry, Message, User
from forum.models.people import Role
from registrations import booking, needs, promises
from registrations.models import Registration
from tests import factories
from tests.registrations.racers import at_once

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.promise_racers import main; main()",
]
PEOPLE = 3


def main() -> None:
    """Each person's promise is written once; the second to write it is told (1)."""
    host = factories.make_host()
    leads = [factories.make_member(host, Role.NEEDS_LEAD) for _ in range(2)]
    event = factories.make_event(host, capacity=PEOPLE)
    asking = {"interpreter": "bsl", "needs_consent": True}
    people = [factories.make_registration(event, f"P{n}", **asking) for n in range(PEOPLE)]
    deeds: list[Callable[[], Any]] = []
    for person in people:
        seen = promises.of(needs.own(person))["interpretation"].stamp
        deeds += [
            lambda person=person, by=by, seen=seen, words=f"Room {number}": _promise(  # type: ignore[misc]
                person, by, seen, words
            )
            for number, by in enumerate(leads)
        ]
        deeds.append(lambda person=person: _eat(person))  # type: ignore[misc]
    at_once(deeds, also=lambda: _stands(people))


def _promise(person: Registration, by: User, seen: str, words: str) -> None:
    promises.change(
        registration=person,
        kind="interpretation",
        state="arranged",
        words=words,
        owner=None,
        due=None,
        by=by,
        seen=seen,
    )


def _eat(person: Registration) -> None:
    held = Registration.objects.get(pk=person.pk)
    booking.change(registration=held, answers={"meals": ["vegan"], "needs_consent": True})


def _stands(people: list[Registration]) -> dict[str, Any]:
    answers = [needs.own(Registration.objects.get(pk=person.pk)) for person in people]
    return {
        "arranged": [held["states"]["interpretation"] for held in answers].count("arranged"),
        "fed": [held.get("meals") for held in answers].count(["vegan"]),
        "written": AuditEntry.objects.filter(deed="worked on needs").count(),
        "news": Message.objects.filter(kind="page_news").count(),
    }
