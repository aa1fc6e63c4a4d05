"""Putting one person into a session by hand; later runs keep them there."""

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
from registrations.telling import tell_many


class MoveError(ValueError):
    """Why somebody cannot go there, in words for the team; never what anybody needs."""


def move(
    *,
    allocation: Allocation,
    registration: Registration,
    session: Session,
    by: User | None,
    now: datetime | None = None,
) -> Placement:
    """Put somebody into a session and keep them there in later runs.

    Somebody who was told their sessions before is told the new one. Raises MoveError.
    """
    # Written down also when the answer is no.
    suits = _suits(registration, session, by)
    with transaction.atomic():
        event = places.lock(allocation.event_id)
        rows = rows_of.load(event)
        slot = _slot(rows, registration, session)
        if not suits:
            raise MoveError(
                f"“{session}” does not suit {registration}. Choose another session, or ask the "
                "needs lead."
            )
        _check_topic(rows, allocation, registration, session)
        placement = _placement(allocation, registration, slot)
        if placement.session_id != session.pk:
            _check_room(rows, allocation, session)
        is_news = allocation.is_published and placement.session_id != session.pk
        placement.session, placement.is_pinned = session, True
        placement.save()
        audit.record(deed="moved a person", by=by, event=event, row_id=registration.pk)
        if is_news:
            about = [(registration, registration.pk)]
            tell_many(about, "sessions", event=event, now=now or timezone.now())
    return placement


def _suits(registration: Registration, session: Session, by: User | None) -> bool:
    """Whether the room meets what the person needs of a room."""
    event: Event = registration.event
    audit.record(deed="checked a room for a person", by=by, event=event, row_id=registration.pk)
    try:
        answers = needs.own_of(registration.needs)
    except sealed.UnreadableError:
        return True
    return of_rooms(answers) <= offers(session, event)


def _slot(rows: rows_of.Rows, registration: Registration, session: Session) -> Slot:
    """The slot of the move. Raises MoveError when the person or the session is not in it."""
    slot = next((one.slot for one in rows.rounds if session in one.sessions), None)
    if slot is None:
        raise MoveError(f"“{session}” is not held any more. Choose another session.")
    if registration not in rows.people:
        raise MoveError(f"{registration} is not placed in sessions.")
    if not rows.is_there(registration, slot):
        raise MoveError(f"{registration} is not there at that time.")
    led = next((one for one in rows.led(registration) if one.slot_id == slot.pk), None)
    if led and led != session:
        raise MoveError(f"{registration} leads “{led}” at that time.")
    return slot


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


def _check_room(rows: rows_of.Rows, allocation: Allocation, session: Session) -> None:
    limit = rows.places()[session.pk]
    leads = [pk for pk, led in rows.leading.items() if session in led]
    here = Placement.objects.filter(allocation=allocation, session=session)
    taken = here.exclude(registration__in=leads).count()
    if limit is not None and taken >= limit:
        raise MoveError(f"“{session}” is full: {taken} of {limit}. Move somebody else out first.")


def _placement(allocation: Allocation, registration: Registration, slot: Slot) -> Placement:
    """The row of the person in that slot, held until the end; new for somebody who came late."""
    found = Placement.objects.select_for_update().filter(
        allocation=allocation, registration=registration, slot=slot
    )
    return found.first() or Placement(allocation=allocation, registration=registration, slot=slot)
