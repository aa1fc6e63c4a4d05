"""For whom a message of the team is: a part of an event's people, never chosen by what they need.

An audience is what an announcement keeps: `who` (a key of STATES), and as far as the team chose
`kinds` of place, a `day` as an ISO date, the id of a `session`, and whether people `came`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from forum import dates
from forum.models import Event
from registrations.models import Allocation, CheckIn, Placement, Registration, days
from registrations.models.registrations import EXPECTED, Kind, RegistrationQuerySet, State
from registrations.telling import BY_MAIL, BY_PHONE, PAGE_ONLY, REACHED, readers, way

PLACE, WAITING, TO_ANSWER, ALL = "place", "waiting", "to_answer", "all"
STATES: dict[str, Sequence[str]] = {
    PLACE: [State.CONFIRMED],
    WAITING: [State.WAITING, State.OFFERED],
    TO_ANSWER: [State.AWAITING],
    ALL: EXPECTED,
}
WHO = {
    PLACE: "People who have a place",
    WAITING: "People on the waiting list",
    TO_ANSWER: "People whose booking you have not answered",
    ALL: "All of these",
}
KINDS = {
    Kind.PARTICIPANT: "participants",
    Kind.LEAD: "people who lead a session",
    Kind.CREW: "crew",
    Kind.INTERPRETER: "interpreters",
    Kind.COMPANION: "people who come with somebody",
    Kind.GUEST: "guests",
}
CAME = {"yes": "people who came", "no": "people who did not come"}


@dataclass(frozen=True)
class Reach:
    """How many people a message reaches, and in which way."""

    by_mail: int = 0
    by_phone: int = 0
    page_only: int = 0

    @property
    def total(self) -> int:
        return self.by_mail + self.by_phone + self.page_only


def people(event: Event, audience: Mapping[str, Any]) -> RegistrationQuerySet:
    """The people of the audience as it stands now, in the order in which they booked."""
    states = STATES.get(audience.get("who", ""), [])
    found: RegistrationQuerySet = Registration.objects.filter(event=event, state__in=states)
    if kinds := audience.get("kinds"):
        found = found.filter(kind__in=kinds)
    if day := audience.get("day"):
        found = _on(found, event, day)
    if session := audience.get("session"):
        told = Allocation.objects.filter(event=event).published().values("pk")[:1]
        placed = Placement.objects.filter(
            registration=OuterRef("pk"), allocation__in=told, session=session
        )
        found = found.filter(Exists(placed))
    if came := audience.get("came"):
        entry = Exists(CheckIn.objects.filter(registration=OuterRef("pk"), session=None))
        found = found.filter(entry if came == "yes" else ~entry)
    return found.order_by("booked_at", "id")


def _on(found: RegistrationQuerySet, event: Event, day: str) -> RegistrationQuerySet:
    """Who comes on this day: those who chose it, and those who chose no day that there still is."""
    chose_any = Q()
    for one in days.of(event):
        chose_any |= Q(days_text__contains=f'"{one.isoformat()}"')
    there: RegistrationQuerySet = found.annotate(days_text=Cast("days", TextField()))
    return there.filter(Q(days_text__contains=f'"{day}"') | ~chose_any)


def reach(event: Event, audience: Mapping[str, Any]) -> Reach:
    """How many read it by mail, are to be telephoned, or read it only on their page; one query.

    It counts as `telling.tell_many` tells.
    """
    found = list(reached(people(event, audience)))
    counts = Counter(way(person) for person in readers(found))
    told_with_others = len(found) - counts.total()
    return Reach(counts[BY_MAIL], counts[BY_PHONE], counts[PAGE_ONLY] + told_with_others)


def reached(people: RegistrationQuerySet) -> RegistrationQuerySet:
    """The same people with what says how word reaches them."""
    found: RegistrationQuerySet = people.select_related(*REACHED)
    return found


def in_words(audience: Mapping[str, Any], sessions: Mapping[str, str] | None = None) -> str:
    """The audience as the team reads it; `sessions` are titles by id."""
    parts = [WHO.get(audience.get("who", ""), "Nobody yet")]
    if audience.get("who") == ALL:
        parts = ["Everybody who has a place, waits or has no answer yet"]
    if kinds := audience.get("kinds"):
        parts.append("only " + " and ".join(KINDS[Kind(kind)] for kind in kinds))
    if day := audience.get("day"):
        parts.append(f"only on {dates.short_day(date.fromisoformat(day))}")
    if session := audience.get("session"):
        title = (sessions or {}).get(session, "a session that is gone")
        parts.append(f"only in “{title}”")
    if came := audience.get("came"):
        parts.append(f"only {CAME[came]}")
    return ", ".join(parts)
