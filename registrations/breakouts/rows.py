"""What breakouts are made of, read once: rounds, who is placed, what they wish for and lead.

Nothing here says what anybody needs.
"""

import functools
import hashlib
import hmac
import json
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from forum.models import Event, Session, Slot
from registrations.breakouts.rounds import Round, rounds, topics
from registrations.models import BreakoutChoice, Facilitation, Registration, days
from registrations.models.registrations import Kind, State
from registrations.people import everybody

# Crew and interpreters go where their work is; only somebody's own interpreter goes with them.
PLACED = [Kind.PARTICIPANT, Kind.LEAD, Kind.COMPANION, Kind.GUEST]
ALONG = [Kind.COMPANION, Kind.INTERPRETER]

Wishes = dict[uuid.UUID, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Rows:
    """The rows of one event. `people` come in the order in which they booked.

    `wishes` are without those of people who come along with somebody.
    """

    event: Event
    rounds: list[Round]
    people: list[Registration]
    wishes: Wishes
    leading: dict[uuid.UUID, list[Session]]

    @property
    def sessions(self) -> list[Session]:
        return [session for one in self.rounds for session in one.sessions]

    def led(self, person: Registration) -> list[Session]:
        """Which sessions of the rounds the person leads."""
        held = {session.pk for session in self.sessions}
        return [one for one in self.leading.get(person.pk, []) if one.pk in held]

    @functools.cached_property
    def along(self) -> dict[uuid.UUID, uuid.UUID]:
        """Who comes along with whom: they sit where that person sits, and wish for nothing."""
        return _along(self.people)

    @functools.cached_property
    def leads(self) -> set[tuple[uuid.UUID, uuid.UUID]]:
        """Who leads which session of the rounds."""
        return {(person.pk, one.pk) for person in self.people for one in self.led(person)}

    @functools.cached_property
    def expected(self) -> set[tuple[uuid.UUID, uuid.UUID]]:
        """Who is there in which slot: each person with each slot."""
        return {
            (person.pk, one.slot.pk)
            for person in self.people
            for one in self.rounds
            if self.is_there(person, one.slot)
        }

    def is_there(self, person: Registration, slot: Slot) -> bool:
        """Whether the person comes that day and leads nothing else at that time."""
        if person.days and self._is_away(person, slot):
            return False
        return not any(
            one.slot_id != slot.pk and one.begins < slot.ends_at and one.finishes > slot.starts_at
            for one in self.leading.get(person.pk, [])
        )

    def _is_away(self, person: Registration, slot: Slot) -> bool:
        day = slot.starts_at.astimezone(self.event.zone).date()
        return day in days.of(self.event) and day not in days.coming(person.days, self.event)

    def places(self) -> dict[uuid.UUID, int | None]:
        """Seats of each session for people who do not lead it; None where nothing limits them."""
        leads = Counter(session.pk for led in self.leading.values() for session in led)
        found: dict[uuid.UUID, int | None] = {}
        for session in self.sessions:
            limits = []
            if session.max_places is not None:
                limits.append(session.max_places)
            if session.room and session.room.capacity is not None:
                limits.append(session.room.capacity - leads[session.pk])
            found[session.pk] = max(0, min(limits)) if limits else None
        return found

    def fingerprint(self) -> str:
        """A keyed hash that changes with whatever a run is made from.

        What people need is in it as the time at which each booking was last changed. Not in it are
        the way in which a run is made, whom the team put where, and what people were told.
        """
        about = topics(self.sessions)
        places = self.places()
        made_from = {
            "sessions": [
                [one.pk, one.slot_id, about[one.pk], places[one.pk], one.min_places, features(one)]
                for one in self.sessions
            ],
            "people": [
                [one.pk, one.kind, one.days, one.touched_at, one.organisation_id]
                for one in self.people
            ],
            "mode": self.event.mode,
            "there": sorted((str(pk), str(slot)) for pk, slot in self.expected),
            "along": sorted((str(pk), str(first)) for pk, first in self.along.items()),
            "wishes": sorted((str(pk), sorted(said.items())) for pk, said in self.wishes.items()),
            "leading": sorted(
                (str(pk), sorted(str(one.pk) for one in led)) for pk, led in self.leading.items()
            ),
        }
        return keyed("breakouts", made_from)


def load(event: Event, now: datetime | None = None) -> Rows:
    """The rows of an event, without people once their bookings are due; at most four queries."""
    there = rounds(event)
    if not there:
        return Rows(event=event, rounds=[], people=[], wishes={}, leading={})
    their_own = Q(
        kind=Kind.INTERPRETER, with_whom__state=State.CONFIRMED, with_whom__kind__in=PLACED
    )
    people = list(
        everybody(event, now)
        .confirmed()
        .filter(Q(kind__in=PLACED) | their_own)
        .order_by("booked_at", "id")
    )
    along, wishes = _along(people), _wishes(event, there)
    return Rows(
        event=event,
        rounds=there,
        people=people,
        wishes={pk: said for pk, said in wishes.items() if pk not in along},
        leading=leading_of(event),
    )


def _along(people: list[Registration]) -> dict[uuid.UUID, uuid.UUID]:
    """Companions, and interpreters of one person, whose person is placed in their own right.

    Others whom the team lets come together choose and sit each for themselves.
    """
    follows = {one.pk: one.with_whom_id for one in people if one.kind in ALONG and one.with_whom_id}
    first = {one.pk for one in people} - set(follows)
    return {pk: whom for pk, whom in follows.items() if whom in first}


def _wishes(event: Event, there: list[Round]) -> Wishes:
    """What each person wishes for in each slot, best first; what was cancelled is left out."""
    slots = {session.pk: one.key for one in there for session in one.sessions}
    chosen = BreakoutChoice.objects.filter(
        registration__event=event, registration__state=State.CONFIRMED
    ).order_by("rank")
    found: Wishes = {}
    for person, session in chosen.values_list("registration_id", "session_id"):
        if session in slots:
            mine = found.setdefault(person, {})
            mine[slots[session]] = (*mine.get(slots[session], ()), str(session))
    return found


def leading_of(event: Event) -> dict[uuid.UUID, list[Session]]:
    """The sessions that each person leads, those that are cancelled left out; one query."""
    found: dict[uuid.UUID, list[Session]] = {}
    for one in Facilitation.objects.filter(
        registration__event=event,
        registration__state=State.CONFIRMED,
        session__is_cancelled=False,
    ).select_related("session__slot"):
        found.setdefault(one.registration_id, []).append(one.session)
    return found


def keyed(what: str, made_from: object) -> str:
    """A hash of what something is made from, which nobody works out who has not the key."""
    text = json.dumps(made_from, default=str)
    key = hashlib.sha256(f"{what}|{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def features(session: Session) -> list[object]:
    """What its room has, for a hash."""
    room = session.room
    return [room.is_step_free, room.has_hearing_loop, room.is_quiet] if room else []
