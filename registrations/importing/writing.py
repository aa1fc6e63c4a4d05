"""Bringing people in: all of them in one transaction, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum import audit, sealed_files, work
from forum.models import Event, Organisation, User
from forum.models.files import WorkState
from forum.models.people import Reach
from registrations import history, places, telling, tickets
from registrations.booking.writing import WELCOMES
from registrations.importing import standing
from registrations.importing.checking import organisation_key, there_already
from registrations.importing.choosing import Choices
from registrations.importing.preparing import Ready
from registrations.models import Needs, PeopleImport, Registration
from registrations.models.registrations import State
from registrations.waiting_list.line import in_line

CHANGED = "The bookings changed since you looked, so nobody was brought in. Look again."
_BATCH = 500


class BringError(Exception):
    """Nobody was brought in; the words say why, and what to do."""


@dataclass(frozen=True)
class Brought:
    """How many have a place now, and how many wait."""

    seated: int
    waiting: int


@places.guarded
def write(*, row: PeopleImport, ready: Sequence[Ready], choices: Choices, now: datetime) -> Brought:
    """Write the people of a file that this process works on, destroy the file, and tell them.

    Raises work.TakenOverError, and BringError when somebody booked meanwhile, or has no place and
    may not wait; then nothing at all is written.
    """
    event = places.lock(row.event_id)
    work.update(row, done=len(ready))
    booked = standing.people(event)
    if any(there_already(one.person, booked) for one in ready):
        raise BringError(CHANGED)
    _come_from(ready, event)
    people = [one.registration for one in ready]
    waiting = _seat(people, event, now)
    if waiting and not choices.may_wait:
        raise BringError(too_few(len(people), len(people) - waiting))
    _save(ready, event, row.by, now)
    if choices.tell:
        _tell(people, event, now)
    _finish(row, len(people) - waiting, waiting)
    return Brought(len(people) - waiting, waiting)


def too_few(people: int, seated: int) -> str:
    """What is said when not everybody can have a place."""
    free = (
        "No place is" if not seated else "1 place is" if seated == 1 else f"{seated:,} places are"
    )
    them = "1 person" if people == 1 else f"{people:,} people"
    return f"{free} free for {them}. Raise the number of places, or let the others wait."


def _come_from(ready: Sequence[Ready], event: Event) -> None:
    """Give each the lead host's organisation of their key, made where it is new."""
    host = event.lead_host
    rows = Organisation.objects.filter(host=host).select_related("merged_into")
    there = {row.name_key: row for row in rows}
    names = {organisation_key(one.person.organisation): one.person.organisation for one in ready}
    new = {
        key: Organisation(host=host, name=names[key], name_key=key)
        for key in dict.fromkeys(one.organisation for one in ready)
        if key and key not in there
    }
    Organisation.objects.bulk_create(new.values(), batch_size=_BATCH)
    there |= new
    reached: dict[str, Organisation] = {}
    for one in ready:
        found = there.get(one.organisation)
        found = (found.merged_into or found) if found else None
        one.registration.organisation = found
        if found and found.reach == Reach.UNKNOWN != one.person.reach:
            found.reach = one.person.reach
            reached[str(found.pk)] = found
    Organisation.objects.bulk_update(reached.values(), ["reach"], batch_size=_BATCH)


def _seat(people: Sequence[Registration], event: Event, now: datetime) -> int:
    """Give each a place while one is free that nobody waits for; how many have to wait.

    As `booking` seats people one by one: what somebody in line could take is theirs.
    """
    stand, free = places.counts(event, now=now), places.free_numbers(event)
    is_theirs = bool(stand.waiting) and any(
        party.could_take(stand, free) for party in in_line(event.id)
    )
    taken, waiting = 0, 0
    for one in people:
        reach = [places.reach_of(one)]
        if not is_theirs and taken < len(free) and stand.has_room_for(reach):
            one.state, one.place, one.waiting_since = State.CONFIRMED, free[taken], None
            stand, taken = stand.after(reach), taken + 1
        else:
            one.state, one.place, one.waiting_since = State.WAITING, None, one.created_at
            waiting += 1
    given = Registration.objects.filter(event=event, passed_place__in=free[:taken])
    if stand.waiting and taken:
        given.update(passed_place=None)
    return waiting


def _save(ready: Sequence[Ready], event: Event, by: User, now: datetime) -> None:
    people = [one.registration for one in ready]
    for one, code in zip(people, tickets.new_codes(event, len(people)), strict=True):
        one.code = code
    Registration.objects.bulk_create(people, batch_size=_BATCH)
    Needs.objects.bulk_create((one.needs for one in ready), batch_size=_BATCH)
    # One line for all: it is of the moment at which each of them was booked.
    audit.record(deed=history.BROUGHT_IN, by=by, event=event, count=len(people), at=now)


def _tell(people: Sequence[Registration], event: Event, now: datetime) -> None:
    for state in (State.CONFIRMED, State.WAITING):
        about = [(one, one.id) for one in people if one.state == state]
        telling.tell_many(about, WELCOMES[state], event=event, now=now)


def _finish(row: PeopleImport, seated: int, waiting: int) -> None:
    """What of it stays for a day is how many came in. The row given may be tried once more."""
    PeopleImport.objects.filter(pk=row.pk).update(
        state=WorkState.DONE,
        file=None,
        mapping={},
        choices={"seated": seated, "waiting": waiting},
        problem="",
    )
    if row.file:
        sealed_files.destroy(row.file)
