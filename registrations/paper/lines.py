"""Who stands on a list on paper: by name as it is typed, or by code, and what each line says."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower

from forum import dates
from forum.models import Event
from forum.models.people import name_key
from registrations import markers
from registrations.markers import Marker
from registrations.models import CheckIn, Registration
from registrations.models.registrations import EXPECTED, Kind, RegistrationQuerySet, State
from registrations.people import everybody

# Whoever comes with somebody is not called that on paper: why they come may tell of a need.
_ROLES = {Kind.LEAD, Kind.CREW, Kind.INTERPRETER, Kind.GUEST}


@dataclass(frozen=True)
class Line:
    """A person on paper; `days` is empty for who comes all the time, `sort_name` folds accents."""

    person: Registration
    sort_name: str
    is_in: bool = False
    marker: Marker | None = None
    days: str = ""

    @property
    def name(self) -> str:
        return self.person.badge_name

    @property
    def organisation(self) -> str:
        return self.person.organisation.name if self.person.organisation else ""

    @property
    def role(self) -> str:
        return role_of(self.person)

    @property
    def goes_to_help_desk(self) -> bool:
        """Whether somebody has to look first: this person has no place yet."""
        return not self.person.has_a_place

    @property
    def state(self) -> str:
        return str(self.person.get_state_display())


def role_of(person: Registration) -> str:
    """What somebody does at the event, as others may read it; nothing for most."""
    return str(person.get_kind_display()) if person.kind in _ROLES else ""


def expected(event: Event) -> RegistrationQuerySet:
    """Who may stand at the door: those with a place and those who wait for one."""
    return everybody(event).filter(state__in=EXPECTED)


def with_a_place(event: Event) -> RegistrationQuerySet:
    """Who comes: participants, crew, interpreters, and those who come with somebody."""
    return everybody(event).filter(state=State.CONFIRMED)


def of(event: Event, people: RegistrationQuerySet) -> list[Line]:
    """These people from A to Z, accents and case aside; three queries."""
    found = list(people.select_related("organisation").order_by(Lower("badge_name"), "id"))
    inside = _inside(found)
    has_markers = markers.are_given_out(event)
    lines = [
        Line(
            person=person,
            sort_name=name_key(person.badge_name) or person.badge_name,
            is_in=person.pk in inside,
            marker=markers.drawn(person.photo) if has_markers else None,
            days=_days(person, event),
        )
        for person in found
    ]
    return sorted(lines, key=lambda line: line.sort_name)


def by_code(lines: Iterable[Line]) -> list[Line]:
    """The same lines in the order of their codes."""
    return sorted(lines, key=lambda line: line.person.code)


def _inside(people: list[Registration]) -> set[uuid.UUID]:
    entries = CheckIn.objects.filter(registration__in=people, session=None)
    return set(entries.values_list("registration_id", flat=True))


def _days(person: Registration, event: Event) -> str:
    person.event = event
    if not person.is_part_time:
        return ""
    return ", ".join(dates.hold(dates.short_day(day)) for day in person.coming_days)
