"""X14, the waiting list: who holds an offer, then who waits, in the order they are served."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from forum import dates
from forum.exports import Contents, Export, Extra, Order
from forum.models import AuditEntry, Event
from forum.models.people import Reach
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import waiting_list
from registrations.models import Registration
from registrations.models.registrations import ComingAs, State
from registrations.people import everybody
from registrations.waiting_list.line import in_line

ANSWERED = "answered"
NO_OFFER = "no offer"
_IN_LINE = [State.WAITING, State.OFFERED]
# Of those who come together one answers for all.
WITH_OTHERS = "nothing of their own"
# What somebody on the list did with an offer, or what was done for them, in the trail's deeds.
_ANSWERS = {
    waiting_list.TOOK_THE_PLACE: "took the place",
    waiting_list.LET_GO: "let the place go",
    waiting_list.MISSED: "did not answer in time",
    waiting_list.GAVE_A_PLACE: "was given a place by the team",
}


@dataclass
class _Story:
    """The last offer to somebody, and what became of it; nothing where there was none."""

    offered: datetime | None = None
    answer: str = ""


_Stories = dict[uuid.UUID | None, _Story]


def build(order: Order) -> Contents:
    """One sheet; four queries at most, however many wait."""
    event = order.event
    people = list(_people(order))
    return Contents(
        sheets=[
            Sheet(
                name="Waiting list",
                title=f"Waiting list: {event.title}",
                sentence=(
                    "First come, first served; people who come together have one place in line."
                ),
                columns=[
                    Column("Order", 18),
                    Column("Code", 14),
                    Column("Badge name", 28),
                    Column("Organisation", 48),
                    Column("Reach", 15),
                    Column("Joined", 20),
                    Column("Offered", 20),
                    Column("Answer", 34),
                ],
                rows=_rows(event, people),
                empty="Nobody waits for a place.",
            )
        ],
        who=_who(order),
        count=len(people),
        delete_by=event.erased_on,
    )


def _who(order: Order) -> str:
    who = "People who wait for a place or hold an offer"
    return f"{who}; people who answered an offer" if ANSWERED in order.extras else who


def _people(order: Order) -> Iterator[tuple[str, Registration]]:
    """Everybody with their place in line: offers first, by who must answer first."""
    event = order.event
    if event.is_forgotten_at(order.now):
        return
    known = everybody(event, order.now).select_related("organisation")
    offered = known.filter(state=State.OFFERED)
    for person in offered.order_by("offered_until", "waiting_since", "id"):
        yield "holds an offer", person
    number = 1
    for party in in_line(event.id):
        for person in party.people:
            yield str(number), person
        number += len(party.people)
    if ANSWERED in order.extras:
        done = known.filter(pk__in=_who_answered(event))
        for person in done.exclude(state__in=_IN_LINE).order_by("waiting_since", "id"):
            yield State(person.state).label.lower(), person


def _who_answered(event: Event) -> set[uuid.UUID]:
    rows = AuditEntry.objects.filter(event=event, deed__in=_ANSWERS)
    return {row_id for row_id in rows.values_list("row_id", flat=True) if row_id}


def _stories(event: Event, people: list[tuple[str, Registration]]) -> _Stories:
    """From the trail, oldest line first, so that what is kept is the last of each."""
    found: _Stories = defaultdict(_Story)
    lines = AuditEntry.objects.filter(
        event=event,
        row_id__in=[person.pk for _order, person in people],
        deed__in=[waiting_list.WAS_OFFERED, *_ANSWERS],
    )
    for row_id, deed, at in lines.order_by("at", "id").values_list("row_id", "deed", "at"):
        if deed == waiting_list.WAS_OFFERED:
            found[row_id] = _Story(offered=at)
        else:
            found[row_id].answer = _ANSWERS[deed]
    return found


def _rows(event: Event, people: list[tuple[str, Registration]]) -> Iterator[list[Value]]:
    stories = _stories(event, people) if people else {}
    for order, person in people:
        story = stories.get(person.pk, _Story())
        yield [
            int(order) if order.isdecimal() else order,
            person.code,
            person.badge_name,
            *_organisation(person),
            person.waiting_since or "did not wait",
            story.offered or NO_OFFER,
            _answer(event, person, story),
        ]


def _answer(event: Event, person: Registration, story: _Story) -> str:
    if person.offered_until:
        day = dates.short_day(person.offered_until, event.zone)
        return f"not yet: held until {day}, {dates.clock(person.offered_until, event.zone)}"
    return story.answer or (WITH_OTHERS if story.offered else NO_OFFER)


def _organisation(person: Registration) -> tuple[str, str]:
    if person.organisation:
        return person.organisation.name, Reach(person.organisation.reach).label
    alone = "no organisation" if person.coming_as == ComingAs.MYSELF else "not known"
    return alone, alone


EXPORT = Export(
    kind="waiting",
    title="Waiting list",
    sentence="Who waits, since when, who was offered a place and what they answered. No needs.",
    for_whom="The organising team; nobody outside it",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=False,
    extras=(
        Extra(
            ANSWERED,
            "People who answered an offer too",
            hint="Those who took a place from the list, and those who let it go and cancelled.",
        ),
    ),
    build=build,
    size=lambda event: everybody(event).filter(state__in=_IN_LINE).count(),
)
