"""The dry run: who of a file would be brought in, what is wrong, who is left out and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from forum.models.people import name_key
from forum.tables import Table
from registrations.importing import likeness
from registrations.importing.rows import Cells, Fault, Person, meanings, person

# How many names that are nearly the same are asked about.
MOST_ASKED = 40


@dataclass(frozen=True)
class There:
    """Somebody of the event already: by which contacts they are known, and how they stand."""

    contacts: frozenset[str]
    words: str


@dataclass(frozen=True)
class Facts:
    """What the event and its lead host have now."""

    # Those of the event by the key of their name.
    people: Mapping[str, Sequence[There]]
    # Names of the host's organisations by their key; a merged one has the other's name.
    organisations: Mapping[str, str]
    asked: frozenset[str]


@dataclass(frozen=True)
class LeftOut:
    """A row that brings in nobody, and why."""

    number: int
    name: str
    why: str


@dataclass(frozen=True)
class Similar:
    """An organisation of the file that is new here, and those here or there it looks like."""

    key: str
    name: str
    people: int
    like: list[tuple[str, str]]


@dataclass
class Plan:
    """What would become of the file."""

    people: list[Person] = field(default_factory=list)
    # Those who have the name of somebody booked, and another address or none.
    namesakes: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    matched: int = 0
    new: list[str] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)

    @property
    def wrong_rows(self) -> int:
        return len({fault.number for fault in self.faults})

    def coming(self, *, with_namesakes: bool) -> list[Person]:
        """Whom the team brings in, in the order of the file."""
        if not with_namesakes:
            return self.people
        return sorted([*self.people, *self.namesakes], key=lambda one: one.number)


def plan(table: Table, mapping: Mapping[str, str], facts: Facts) -> Plan:
    """What would become of this table, with this field for each of its headings."""
    found, columns, seen = Plan(), meanings(table.headings, mapping), _Seen()
    for line in table.rows:
        cells = Cells(line, columns)
        if not cells.said:
            continue
        if cells.has_ended:
            name = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
            found.left_out.append(
                LeftOut(line.number, name[:80], f"“{cells['status'][:40]}” over there")
            )
            continue
        somebody, faults = person(cells, facts.asked)
        found.faults += faults
        if somebody:
            _place(found, somebody, seen, facts)
    _organisations(found, facts)
    return found


def key_of(name: str) -> str:
    """A name as names are compared."""
    return name_key(name) or name.casefold()


def organisation_key(name: str) -> str:
    """A name under which an organisation is found; nothing for no name."""
    return name_key(name) or name[:120]


def contacts(email: str, phone: str) -> frozenset[str]:
    """By what somebody is known beside their name."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return frozenset({email.casefold(), digits[-10:]} - {""})


def there_already(somebody: Person, people: Mapping[str, Sequence[There]]) -> There | None:
    """Who of the event this is: the same name, and the same address or number."""
    known = contacts(somebody.email, somebody.phone)
    named = people.get(key_of(somebody.name), ())
    return next((one for one in named if known & one.contacts), None)


class _Seen:
    """The people of the rows above."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)

    def before(self, somebody: Person) -> int:
        """The row in which the same person stands already, or 0; whoever has no contact never."""
        known, key = contacts(somebody.email, somebody.phone), key_of(somebody.name)
        row = next((number for others, number in self.rows[key] if known & others), 0)
        self.rows[key].append((known, somebody.number))
        return row


def _place(found: Plan, somebody: Person, seen: _Seen, facts: Facts) -> None:
    before = seen.before(somebody)
    if before and somebody.by_buyers_name:
        words = f"There is no name here but that of whoever ordered, who is in row {before}"
        found.faults.append(Fault(somebody.number, "", words))
    elif before:
        _leave(found, somebody, f"The same name and contact as row {before}")
    elif booked := there_already(somebody, facts.people):
        _leave(found, somebody, booked.words)
    elif key_of(somebody.name) in facts.people:
        found.namesakes.append(somebody)
    else:
        found.people.append(somebody)


def _leave(found: Plan, somebody: Person, why: str) -> None:
    found.left_out.append(LeftOut(somebody.number, somebody.name, why))


def _organisations(found: Plan, facts: Facts) -> None:
    names: dict[str, str] = {}
    people: dict[str, int] = defaultdict(int)
    for somebody in [*found.people, *found.namesakes]:
        if key := organisation_key(somebody.organisation):
            names.setdefault(key, somebody.organisation)
            people[key] += 1
    new = [key for key in names if key not in facts.organisations]
    found.matched = len(names) - len(new)
    found.new = sorted((names[key] for key in new), key=str.casefold)
    found.similar = _similar(new, names, people, facts.organisations)


def _similar(
    new: Collection[str],
    names: Mapping[str, str],
    people: Mapping[str, int],
    there: Mapping[str, str],
) -> list[Similar]:
    """New ones that are nearly one of the host's, or nearly one of the file that stands above."""
    index, above = likeness.Index([*there, *new]), set(there)
    found: list[Similar] = []
    for key in new:
        near = [other for other in index.like(key) if other in above]
        above.add(key)
        if near and len(found) < MOST_ASKED:
            like = [(other, there.get(other) or names[other]) for other in near]
            found.append(Similar(key, names[key], people[key], like))
    return found
