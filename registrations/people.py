"""The people of an event as the team sees them: which there are, and how each one stands.

Nothing here reads what a person needs, and nothing shows how to reach them.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.db.models.functions import Lower
from django.utils import timezone

from forum.models import Event, Message
from forum.models.ground import MessageState
from registrations.models import CheckIn, Registration
from registrations.models.registrations import ContactBy, Kind, RegistrationQuerySet, State
from registrations.telling import REACHED

# What the tabs are called in an address, and the states behind them.
TABS: dict[str, list[str]] = {
    "booked": [State.CONFIRMED],
    "waiting": [State.WAITING, State.OFFERED],
    "to_approve": [State.AWAITING],
    "cancelled": [State.CANCELLED],
}
ALONE = "Whoever they came with cancelled"
EVERYONE, RETURNED = "everyone", "returned"


@dataclass(frozen=True)
class Counts:
    """How many people there are behind each tab; drafts are nobody yet."""

    booked: int
    waiting: int
    to_approve: int
    cancelled: int
    offered: int

    @property
    def in_line(self) -> int:
        """Those who wait and hold no offer."""
        return self.waiting - self.offered

    @property
    def everyone(self) -> int:
        return self.booked + self.waiting + self.to_approve + self.cancelled


@dataclass(frozen=True)
class Listed:
    """A person in a list: since when they are in, what to know, whether a mail came back."""

    person: Registration
    entry: CheckIn | None = None
    mail_came_back: bool = False
    notes: list[str] = field(default_factory=list)


def counts(event: Event) -> Counts:
    """How many have a place, wait, are to be answered and cancelled; one query."""
    behind_tabs = {tab: Q(state__in=states) for tab, states in TABS.items()}
    asked = behind_tabs | {"offered": Q(state=State.OFFERED)}
    found = (
        Registration.objects.filter(event=event)
        .order_by()
        .aggregate(**{name: Count("id", filter=which) for name, which in asked.items()})
    )
    return Counts(**found)


def everybody(event: Event, now: datetime | None = None) -> RegistrationQuerySet:
    """All who pressed the last button; nobody once the day to delete bookings has passed."""
    people: RegistrationQuerySet = Registration.objects.filter(event=event).finished()
    return people.none() if event.is_forgotten_at(now or timezone.now()) else people


def behind(tab: str, event: Event) -> RegistrationQuerySet:
    """The people behind a tab, by name; those who wait, by how long. Any other tab is everyone."""
    people: RegistrationQuerySet = everybody(event)
    if tab in TABS:
        people = people.filter(state__in=TABS[tab])
    elif tab == RETURNED:
        people = mail_came_back_from(event).select_related(*REACHED)
    people = people.select_related("organisation")
    if tab == "waiting":
        return people.order_by("waiting_since", "id")
    if tab == "to_approve":
        return people.order_by("booked_at", "id")
    return people.order_by(Lower("badge_name"), "id")


def listed(people: Iterable[Registration], event: Event) -> list[Listed]:
    """The same people with what a list says of each; four queries."""
    people = list(people)
    ids = [person.id for person in people]
    found = CheckIn.objects.filter(registration_id__in=ids, session=None).select_related("by")
    entries = {entry.registration_id: entry for entry in found}
    returned = set(mail_came_back_from(event).filter(id__in=ids).values_list("id", flat=True))
    shared = _shared_phones(event, {person.phone for person in people} - {""})
    parties = _parties(event, people)
    return [
        Listed(
            person,
            entries.get(person.id),
            person.id in returned,
            [
                *_notes(person, shares_a_phone=person.phone in shared),
                *together(person, parties.get(person.with_whom_id or person.id, [])),
            ],
        )
        for person in people
    ]


def together(person: Registration, party: list[Registration]) -> list[str]:
    """What to know of those who come with a person; `party` is all who do, without who cancelled.

    It says nothing of who they are to each other: that may tell of a need, and stays sealed.
    """
    if person.state == State.CANCELLED:
        return []
    notes = [f"{len(party)} come together"] if len(party) > 1 else []
    if person.kind == Kind.COMPANION and all(one.kind == Kind.COMPANION for one in party):
        notes.append(ALONE)
    return notes


def party_of(person: Registration) -> list[Registration]:
    """Those who come together with a person, who is among them, by name; one query."""
    return _parties(person.event, [person]).get(person.with_whom_id or person.id, [])


def _parties(event: Event, people: list[Registration]) -> dict[uuid.UUID, list[Registration]]:
    """Those who come together, by the first of them, without who cancelled; one query."""
    firsts = {person.with_whom_id or person.id for person in people}
    found = Registration.objects.filter(event=event).finished().exclude(state=State.CANCELLED)
    found = found.filter(Q(id__in=firsts) | Q(with_whom__in=firsts))
    parties: dict[uuid.UUID, list[Registration]] = {}
    for one in found.order_by(Lower("badge_name"), "id"):
        parties.setdefault(one.with_whom_id or one.id, []).append(one)
    return parties


def returned_mails(event: Event) -> int:
    """How many people's mails came back; one query."""
    count: int = mail_came_back_from(event).count()
    return count


def mail_came_back(person: Registration) -> bool:
    """Whether a mail about this booking came back; one query."""
    found: bool = mail_came_back_from(person.event).filter(id=person.id).exists()
    return found


def mail_came_back_from(event: Event) -> RegistrationQuerySet:
    """Whose present address mails of the event came back from; with a new one they are out of it.

    Whoever is helped is written to at their helper's address.
    """
    helped = Q(contact_by=ContactBy.HELPER, helper__isnull=False)
    address = Case(When(helped, then=Lower("helper__email")), default=Lower("email"))
    returned = (
        Message.objects.filter(event=event, state=MessageState.FAILED)
        .annotate(address=Lower("to"))
        .filter(address=OuterRef("address"))
    )
    people = everybody(event).annotate(address=address)
    found: RegistrationQuerySet = people.filter(Exists(returned)).exclude(address="")
    return found


def _shared_phones(event: Event, phones: set[str]) -> set[str]:
    """Those of the numbers that more than one living booking of the event gave."""
    return set(
        Registration.objects.filter(event=event, phone__in=phones)
        .finished()
        .exclude(state=State.CANCELLED)
        .order_by()
        .values("phone")
        .annotate(people=Count("id"))
        .filter(people__gt=1)
        .values_list("phone", flat=True)
    )


def _notes(person: Registration, *, shares_a_phone: bool) -> list[str]:
    notes = []
    if person.kind != Kind.PARTICIPANT:
        notes.append(Kind(person.kind).label)
    if person.is_walk_in:
        notes.append("Came without a booking")
    if person.helper_id:
        notes.append("Registered by a helper")
    if shares_a_phone:
        notes.append("Same phone as somebody else")
    return notes
