"""People of a file as rows, sealed and ready, before anybody else has to wait for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forum import keys
from forum.models import Event
from registrations import needs
from registrations.importing.checking import organisation_key
from registrations.importing.rows import Person
from registrations.models import Needs, Registration
from registrations.models.registrations import ComingAs, ContactBy

# After how many people it is said how far it is.
BEAT = 500


@dataclass(frozen=True)
class Ready:
    """One person as rows; `organisation` is the key of where they come from, or nothing."""

    person: Person
    registration: Registration
    needs: Needs
    organisation: str


def prepare(
    people: Iterable[Person],
    event: Event,
    *,
    agreed: bool,
    same: Mapping[str, str],
    now: datetime,
    beat: Callable[[int], None],
) -> list[Ready]:
    """The rows of these people, their needs sealed; `beat` is told how many there are so far.

    Needs are kept only where it is said that the people `agreed`. Raises
    keys.KeyUnavailableError.
    """
    keys.newest(event.id, "needs")  # said before ten thousand are prepared
    found = []
    for number, person in enumerate(people, start=1):
        # In the order of the file: so they wait, where they have to.
        registration = _registration(person, event, now, now + timedelta(microseconds=number))
        said = person.needs if agreed else {}
        held = _sealed(registration, needs.only(said, agreed_at=now, through="helper"))
        found.append(Ready(person, registration, held, _counts_as(person.organisation, same)))
        if number % BEAT == 0:
            beat(number)
    return found


def _counts_as(name: str, same: Mapping[str, str]) -> str:
    """The key of the organisation that this one is, as the team said; of itself otherwise."""
    key = organisation_key(name)
    for _step in same:
        key = same.get(key) or key
    return key


def _registration(person: Person, event: Event, now: datetime, since: datetime) -> Registration:
    by = ContactBy.EMAIL if person.email else ContactBy.PHONE if person.phone else ContactBy.PAGE
    return Registration(
        event=event,
        badge_name=person.name,
        pronouns=person.pronouns,
        language=person.language,
        contact_by=by,
        email=person.email if by == ContactBy.EMAIL else "",
        phone=person.phone if by == ContactBy.PHONE else "",
        coming_as=ComingAs.STAFF if person.organisation else ComingAs.MYSELF,
        created_at=since,
        touched_at=now,
        booked_at=now,
    )


def _sealed(registration: Registration, answers: dict[str, Any]) -> Needs:
    row = Needs(registration=registration, event=registration.event, answers=answers)
    field: Any = Needs._meta.get_field("answers")
    field.pre_save(row, add=True)
    return row
