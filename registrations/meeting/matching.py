"""Whose booking a name in a meeting may be: suggested by address, then by name, and by no more.

A person looks at each suggestion, so a likely one is better than none; where two bookings are as
likely, there is none.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from forum.models import Event
from forum.models.people import name_key
from registrations.meeting.reading import Participant
from registrations.models import Registration
from registrations.people import everybody

_ADDRESS, _NAME, _LIKE = "The same address", "The same name", "A similar name"


@dataclass(frozen=True)
class Suggestion:
    """A participant, and the booking that may be theirs with why; `is_in` when it is in already."""

    participant: Participant
    person: Registration | None = None
    why: str = ""
    is_in: bool = False


class Choices:
    """The bookings to choose from: everybody with a place, as they are written in a box."""

    def __init__(self, event: Event) -> None:
        """Two queries."""
        people = everybody(event).coming().order_by("badge_name", "code")
        self.people: list[Registration] = list(people)
        inside = people.filter(check_ins__session=None, check_ins__isnull=False)
        self.inside = set(inside.values_list("pk", flat=True))
        self._of_code = {name_key(person.code): person for person in self.people}
        self._of_name = _grouped((name_key(one.badge_name), one) for one in self.people)

    @property
    def to_choose(self) -> list[str]:
        """How those who are not in yet are written, by name."""
        return [self.words(one) for one in self.people if one.pk not in self.inside]

    @staticmethod
    def words(person: Registration) -> str:
        return f"{person.badge_name}, {person.code}"

    def find(self, typed: str) -> Registration | None:
        """Whose words these are: a code, alone or at the end, or a name that one alone has."""
        last = typed.replace(",", " ").split()[-1:]
        for code in [typed, *last]:
            if person := self._of_code.get(name_key(code)):
                return person
        same = self._of_name.get(name_key(typed), [])
        return same[0] if len(same) == 1 else None


def suggest(choices: Choices, participants: Iterable[Participant]) -> list[Suggestion]:
    """A suggestion for each, in the same order; nobody is suggested twice."""
    known = _Known(choices.people)
    found: dict[Participant, tuple[Registration, str]] = {}
    taken: set[object] = set()
    participants = list(participants)
    for why, likely in ((_ADDRESS, known.by_address), (_NAME, known.by_name), (_LIKE, known.like)):
        for one in participants:
            if one in found:
                continue
            people = [person for person in likely(one) if person.pk not in taken]
            if len(people) == 1:
                found[one] = people[0], why
                taken.add(people[0].pk)
    return [_suggestion(one, found.get(one), choices) for one in participants]


def _suggestion(
    one: Participant, found: tuple[Registration, str] | None, choices: Choices
) -> Suggestion:
    if found is None:
        return Suggestion(one)
    person, why = found
    return Suggestion(one, person, why, is_in=person.pk in choices.inside)


class _Known:
    """The bookings by what a participant may have of them."""

    def __init__(self, people: list[Registration]) -> None:
        self._address = _grouped((one.email.strip().casefold(), one) for one in people if one.email)
        self._name = _grouped((_sorted(one.badge_name), one) for one in people)
        self._word = _grouped((word, one) for one in people for word in _words(one.badge_name))

    def by_address(self, one: Participant) -> list[Registration]:
        return self._address.get(one.email, []) if one.email else []

    def by_name(self, one: Participant) -> list[Registration]:
        return self._name.get(_sorted(one.plain_name), [])

    def like(self, one: Participant) -> list[Registration]:
        """Those all of whose words are in the name, or who have all of its words."""
        words = _words(one.plain_name)
        near = {person.pk: person for word in words for person in self._word.get(word, [])}
        return [
            person
            for person in near.values()
            if words <= _words(person.badge_name) or _words(person.badge_name) <= words
        ]


def _words(name: str) -> set[str]:
    return set(name_key(name).split())


def _sorted(name: str) -> str:
    return " ".join(sorted(name_key(name).split()))


def _grouped(pairs: Iterable[tuple[str, Registration]]) -> dict[str, list[Registration]]:
    found: defaultdict[str, list[Registration]] = defaultdict(list)
    for key, person in pairs:
        found[key].append(person)
    return dict(found)
