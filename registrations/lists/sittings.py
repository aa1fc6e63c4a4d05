"""Who is expected in which session: those placed in it, or everybody who comes that day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from forum.models import Event, Session
from registrations.breakouts.placements import published
from registrations.breakouts.rounds import rounds
from registrations.models import Placement, Registration, days

EVERYBODY, PLACED, NOBODY_YET = "everybody that day", "people placed here", "nobody placed yet"


@dataclass(frozen=True)
class Sitting:
    """A session with the ids of those expected in it; `who` says in words who they are."""

    session: Session
    people: frozenset[uuid.UUID]
    who: str

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet who will sit here."""
        return self.who == NOBODY_YET

    @property
    def room(self) -> str:
        return self.session.room.name if self.session.room else "no room yet"


def of(event: Event, people: Iterable[Registration]) -> list[Sitting]:
    """The sessions that are held, by time; `people` are those who come. Four queries."""
    there = list(people)
    found = Session.objects.filter(event=event, is_cancelled=False).select_related("slot", "room")
    chosen = {session.pk for one in rounds(event) for session in one.sessions}
    run = published(event)
    seats: dict[uuid.UUID | None, set[uuid.UUID]] = defaultdict(set)
    if run:
        held = {person.pk for person in there}
        rows = Placement.objects.filter(allocation=run, session__isnull=False)
        for person, seat in rows.values_list("registration_id", "session_id"):
            if person in held:
                seats[seat].add(person)
    sittings = []
    for session in sorted(found, key=lambda one: (one.begins, one.title, str(one.pk))):
        if session.pk not in chosen:
            sittings.append(Sitting(session, _that_day(session, there, event), EVERYBODY))
        elif run:
            sittings.append(Sitting(session, frozenset(seats[session.pk]), PLACED))
        else:
            sittings.append(Sitting(session, frozenset(), NOBODY_YET))
    return sittings


def _that_day(session: Session, people: list[Registration], event: Event) -> frozenset[uuid.UUID]:
    """Everybody, without those who come on other days; a night belongs to the day before."""
    day = session.begins.astimezone(event.zone).date()
    is_a_day = day in days.of(event)
    return frozenset(
        person.pk
        for person in people
        if not is_a_day or not person.days or day in days.coming(person.days, event)
    )
