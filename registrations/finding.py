"""Find people by what they say: a name, an organisation, a code.

Case, accents and punctuation do not count, on either database: "nguyen" finds "Nguyễn". The names
of one event are compared here rather than in the database, which cannot fold them; 10,000 of them
take about a fifth of a second.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from forum.models import Event
from forum.models.people import name_key
from registrations.models import Registration
from registrations.models.registrations import RegistrationQuerySet

SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """Ids of the people found, best first, and whether one of them is clearly meant."""

    ids: list[uuid.UUID]
    is_clear: bool = False


def is_enough(text: str) -> bool:
    """Whether there are letters enough to look for: two. Fewer would list everybody."""
    return len(name_key(text).replace(" ", "")) >= SHORTEST


def find(people: RegistrationQuerySet, text: str) -> Found:
    """Who of these people is meant by the text; nobody for fewer than two letters.

    A whole code, with or without its dash, finds that one person. Otherwise a name that begins
    with the text (or one of whose words does) comes before one that holds it, then organisations.
    It is clear who is meant by a code, and when one name alone begins so. One query.
    """
    if not is_enough(text):
        return Found([])
    wanted = name_key(text)
    rows = list(people.values_list("id", "badge_name", "organisation__name", "code"))
    code = wanted.replace(" ", "")
    if named := [row[0] for row in rows if code == name_key(row[3])]:
        return Found(named, is_clear=True)
    ranked = sorted(
        (rank, name, row_id)
        for row_id, name, organisation, _code in rows
        if (rank := _rank(wanted, name, organisation)) is not None
    )
    ids = [row_id for _rank_of_it, _name, row_id in ranked]
    best = [rank for rank, _name, _row_id in ranked if rank == _BEGINS]
    return Found(ids, is_clear=len(best) == 1 or len(ids) == 1)


_BEGINS, _HOLDS, _FROM_THERE = range(3)


def _rank(wanted: str, name: str, organisation: str | None) -> int | None:
    key = name_key(name)
    if key.startswith(wanted) or f" {wanted}" in key:
        return _BEGINS
    if wanted in key:
        return _HOLDS
    return _FROM_THERE if organisation and wanted in name_key(organisation) else None


def in_order(people: RegistrationQuerySet, ids: Iterable[uuid.UUID]) -> list[Registration]:
    """The people of these ids in this order; one query."""
    ids = list(ids)
    rows = people.in_bulk(ids)
    return [rows[row_id] for row_id in ids if row_id in rows]


def same_phone(registration: Registration, event: Event) -> list[Registration]:
    """Others at the event with the same telephone number: possibly one person booked twice.

    People may share a telephone, so this is a hint to staff and nothing more (design 3.5). One
    query, and none for somebody who gave no number.
    """
    number = digits(registration.phone)
    if not number:
        return []
    others = (
        Registration.objects.finished()
        .filter(event=event)
        .exclude(pk=registration.pk)
        .exclude(phone="")
    )
    return [other for other in others if digits(other.phone) == number]


def digits(phone: str) -> str:
    """The last ten digits: +44 20 7946 0000 and 020 7946 0000 are one number."""
    return "".join(sign for sign in phone if sign.isdigit())[-10:]
