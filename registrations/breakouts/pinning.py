"""Putting one person into a session by hand; later runs keep them there until they are let go."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit, sealed
from forum.models import Event, Session, Slot, User
from registrations import needs, places
from registrations.breakouts import rows as rows_of
from registrations.breakouts.input import of_rooms, offers
from registrations.breakouts.rounds import topics
from registrations.models import Allocation, Placement, Registration
from registrations.models.breakouts import RunState
from registrations.telling import tell_many

NOTE = 200


class MoveError(ValueError):
    """Why somebody cannot go there, in words for the team; never what anybody needs."""


@dataclass(frozen=True)
class Wanted:
    """A move that can be: who goes, with who comes along with them, and the row of each."""

    rows: rows_of.Rows
    slot: Slot
    session: Session
    placements: list[Placement]

    @property
    def own(self) -> Placement:
        return self.placements[0]


def wanted(
    *, allocation: Allocation, registration: Registration, session: Session, by: User | None
) -> Wanted:
    """A move as it would be made. That a room was checked for a person is written down.

    Raises MoveError.
    """
    return _wanted(allocation, registration, session, _unsuited(registration, session, by))


def move(
    *,
    allocation: Allocation,
    registration: Registration,
    session: Session,
    by: User | None,
    note: str = "",
    now: datetime | None = None,
) -> Placement:
    """Put somebody into a session and keep them there in later runs; `note` says why, to the team.

    Who comes along with them goes too. People who were told their sessions before are told the new
    one. Raises MoveError.
    """
    # Written down also when the answer is no.
    unsuited = _unsuited(registration, session, by)
    with transaction.atomic():
        event = places.lock(allocation.event_id)
        found = _wanted(allocation, registration, session, unsuited)
        news = [one for one in found.placements if one.session_id != session.pk]
        found.own.is_pinned, found.own.note = True, note.strip()[:NOTE]
        for one in found.placements:
            one.session = session
            one.save()
        audit.record(deed="moved a person", by=by, event=event, row_id=registration.pk)
        if allocation.is_published and news:
            about = [(one.registration, one.registration_id) for one in news]
            tell_many(about, "sessions", event=event, now=now or timezone.now())
    return found.own


@transaction.atomic
def let_go(
    *, allocation: Allocation, registration: Registration, slot: uuid.UUID, by: User
) -> None:
    """Keep somebody no longer where the team put them: the next run may place them elsewhere.

    Raises MoveError while people are being placed.
    """
    event = places.lock(allocation.event_id)
    _check_rest(allocation)
    kept = Placement.objects.filter(
        allocation=allocation, registration=registration, slot=slot, is_pinned=True
    )
    if kept.update(is_pinned=False, note=""):
        audit.record(deed="let a person go", by=by, event=event, row_id=registration.pk)


def _unsuited(registration: Registration, session: Session, by: User | None) -> list[Registration]:
    """Of the person and who may come along, those whose needs of a room this one does not meet."""
    event: Event = registration.event
    audit.record(deed="checked a room for a person", by=by, event=event, row_id=registration.pk)
    with_them = Registration.objects.filter(with_whom=registration).select_related("needs")
    return [
        one for one in [registration, *with_them.confirmed()] if not _suits(one, session, event)
    ]


def _suits(registration: Registration, session: Session, event: Event) -> bool:
    try:
        answers = needs.own_of(registration.needs)
    except sealed.UnreadableError:
        return True
    return of_rooms(answers) <= offers(session, event)


def _wanted(
    allocation: Allocation,
    registration: Registration,
    session: Session,
    unsuited: list[Registration],
) -> Wanted:
    if not Allocation.objects.filter(pk=allocation.pk, state=RunState.DONE).exists():
        raise MoveError("There is a newer draft. Look at it, then move people.")
    _check_rest(allocation)
    rows = rows_of.load(allocation.event)
    slot = _slot(rows, registration, session)
    people = [registration, *_along(rows, registration, slot)]
    if any(one in unsuited for one in people):
        raise MoveError(
            f"“{session}” does not suit {registration}. Choose another session, or ask the "
            "needs lead."
        )
    _check_topic(rows, allocation, registration, session)
    placements = _placements(allocation, people, slot)
    new = [one for one in placements if one.session_id != session.pk]
    _check_room(rows, allocation, session, len(new))
    return Wanted(rows, slot, session, placements)


def _check_rest(allocation: Allocation) -> None:
    """Raises MoveError while a run is worked on: it would not know of the move, and undo it."""
    if Allocation.objects.filter(event=allocation.event_id).in_hand().exists():
        raise MoveError("People are being placed just now. Do this when that is done.")


def _slot(rows: rows_of.Rows, registration: Registration, session: Session) -> Slot:
    """The slot of the move. Raises MoveError when the person or the session is not in it."""
    slot = next((one.slot for one in rows.rounds if session in one.sessions), None)
    if slot is None:
        raise MoveError(f"“{session}” is not held any more. Choose another session.")
    if registration not in rows.people:
        raise MoveError(f"{registration} is not placed in sessions.")
    if not rows.is_there(registration, slot):
        raise MoveError(f"{registration} is not there at that time.")
    first = rows.along.get(registration.pk)
    if first and (first, slot.pk) in rows.expected:
        whom = next(one for one in rows.people if one.pk == first)
        raise MoveError(f"{registration} comes along with {whom}. Move {whom}, and both go.")
    led = next((one for one in rows.led(registration) if one.slot_id == slot.pk), None)
    if led and led != session:
        raise MoveError(f"{registration} leads “{led}” at that time.")
    return slot


def _along(rows: rows_of.Rows, registration: Registration, slot: Slot) -> list[Registration]:
    """Who comes along with the person, and is there at that time."""
    return [
        one
        for one in rows.people
        if rows.along.get(one.pk) == registration.pk and (one.pk, slot.pk) in rows.expected
    ]


def _check_topic(
    rows: rows_of.Rows, allocation: Allocation, registration: Registration, session: Session
) -> None:
    about = topics(rows.sessions)
    others = Placement.objects.filter(allocation=allocation, registration=registration)
    for other in others.exclude(slot=session.slot_id).select_related("session"):
        if other.session and about.get(other.session.pk) == about[session.pk]:
            raise MoveError(
                f"{registration} is in “{other.session}” at another time, which is the same "
                "session. Choose another one, or move them there first."
            )


def _check_room(rows: rows_of.Rows, allocation: Allocation, session: Session, more: int) -> None:
    """Raises MoveError when so many more people do not fit."""
    limit = rows.places()[session.pk]
    leads = {pk for pk, led in rows.leading.items() if session in led}
    seats = Placement.objects.filter(allocation=allocation, session=session)
    here = set(seats.values_list("registration_id", "slot_id")) & rows.expected
    taken = sum(pk not in leads for pk, _slot in here)
    if more and limit is not None and taken + more > limit:
        raise MoveError(f"“{session}” is full: {taken} of {limit}. Move somebody else out first.")


def _placements(allocation: Allocation, people: list[Registration], slot: Slot) -> list[Placement]:
    """The row of each person in that slot, held until the end; new for somebody who came late."""
    rows = Placement.objects.filter(allocation=allocation, registration__in=people, slot=slot)
    held = {one.registration_id: one for one in rows}
    found = []
    for person in people:
        one = held.get(person.pk) or Placement(allocation=allocation, slot=slot)
        one.registration = person
        found.append(one)
    return found
