"""Who waits, in what order, and who of them could take a place that is free now.

First come, first served, by when each began to wait. People who come together stand where the last
of them began to wait, so that nobody brings a friend past others, and are served together or not
yet. Whoever cannot take what is free (a party that is too large, a place that is kept for others or
that they did not take before) is passed over and keeps their place in line.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from forum.models import Event
from registrations import places
from registrations.models import PlaceRules, Registration
from registrations.models.registrations import RegistrationQuerySet, State
from registrations.places import Places


@dataclass(frozen=True)
class Party:
    """One person who waits, or several who come together."""

    people: list[Registration]

    @property
    def since(self) -> tuple[datetime, uuid.UUID]:
        """What the line is ordered by: since when the last of them waits."""
        return max((one.waiting_since or one.created_at, one.id) for one in self.people)

    @property
    def reaches(self) -> list[str]:
        return [places.reach_of(one) for one in self.people]

    def numbers(self, free: Sequence[int]) -> list[int]:
        """The numbers of the free places that they could have: none that they did not take."""
        passed = {one.passed_place for one in self.people}
        return [number for number in free if number not in passed][: len(self.people)]

    def could_take(self, stand: Places, free: Sequence[int]) -> bool:
        """Whether there is a place for each of them now."""
        enough = len(self.numbers(free)) == len(self.people)
        return enough and stand.has_room_for(self.reaches)


def parties(people: Iterable[Registration]) -> list[Party]:
    """The people put together with whom they come with."""
    by_party = sorted(people, key=lambda one: (leader_of(one), one.id))
    return [Party(list(together)) for _, together in groupby(by_party, key=leader_of)]


def leader_of(registration: Registration) -> uuid.UUID:
    """Whose row stands for those who come together: the first person's, or one's own."""
    leader: uuid.UUID = registration.with_whom_id or registration.id
    return leader


def in_line(event_id: uuid.UUID) -> list[Party]:
    """All who wait at an event, first come first; one query."""
    rows = Registration.objects.filter(event=event_id).waiting().select_related("organisation")
    return sorted(parties(rows), key=lambda party: party.since)


def together_with(registration: Registration, *states: str) -> RegistrationQuerySet:
    """The person and those who come with them, while they are in one of the states."""
    leader = leader_of(registration)
    everyone: RegistrationQuerySet = Registration.objects.filter(
        event=registration.event_id, state__in=states
    ).select_related("organisation")
    return (everyone.filter(pk=leader) | everyone.filter(with_whom=leader)).order_by("id")


def offered_with(registration: Registration) -> RegistrationQuerySet:
    """Who was offered a place together with this person, who has an offer; they are among them."""
    together = together_with(registration, State.OFFERED)
    return together.filter(offered_until=registration.offered_until)


def seat(
    party: Party,
    event: Event,
    now: datetime,
    *,
    rules: PlaceRules | None = None,
    overtakes: bool = False,
) -> bool:
    """Give each of them the number of a free place; False, and no number, when they have to wait.

    They wait when there is no room for all of them, when others in line could take what is free
    (unless they overtake), and when somebody whom they come with waits. Call it under the event's
    lock; the caller saves the rows.
    """
    stand = places.counts(event, rules, now)
    if not stand.has_room_for(party.reaches):
        return False
    free = places.free_numbers(event)
    if stand.waiting and not overtakes:
        line, leader = in_line(event.id), leader_of(party.people[0])
        if any(leader_of(other.people[0]) == leader for other in line):
            return False
        if any(other.could_take(stand, free) for other in line):
            return False
    for person, number in zip(party.people, free, strict=False):
        person.place, person.passed_place = number, None
        if stand.waiting:
            take_number(person)
    return True


def take_number(person: Registration) -> None:
    """Whoever did not take this place is asked again when it becomes free the next time."""
    same = Registration.objects.filter(event=person.event_id, passed_place=person.place)
    same.update(passed_place=None)


def position(registration: Registration) -> int:
    """Which number in line, from 1; 0 for somebody who does not wait. One query."""
    if not registration.is_waiting:
        return 0
    before = 0
    for party in in_line(registration.event_id):
        if registration.id in {one.id for one in party.people}:
            return before + 1
        before += len(party.people)
    return before + 1
