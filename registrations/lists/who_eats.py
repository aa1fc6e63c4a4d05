"""The plates of each day by how people come: crew eat earlier, interpreters in between."""

from collections import Counter
from collections.abc import Iterator

from forum import dates
from forum.models import Event
from forum.spreadsheets import Column, Sheet, Value
from registrations.lists import eaters as eaters_of
from registrations.lists.eaters import Eater
from registrations.models import days
from registrations.models.registrations import Kind

_WHO = {
    Kind.PARTICIPANT: "Participants",
    Kind.LEAD: "Session leads",
    Kind.CREW: "Crew",
    Kind.INTERPRETER: "Interpreters",
    Kind.COMPANION: "Companions",
    Kind.GUEST: "Guests",
}


def is_needed(event: Event, eaters: list[Eater]) -> bool:
    """Whether there is more to say than one number: several days, or more than participants."""
    kinds = {eater.kind for eater in eaters}
    return bool(kinds) and (len(days.of(event)) > 1 or kinds != {Kind.PARTICIPANT})


def sheet(event: Event, eaters: list[Eater]) -> Sheet:
    """One row a day, one column for each kind of place."""
    columns = [*_WHO.values(), "Supporters", "Children", "All meals"]
    return Sheet(
        name="Who eats",
        title=f"Who eats on which day: {event.title}",
        sentence="The same plates as under Meals, by how people come. Each row adds up to all.",
        columns=[Column("Day", 28), *(Column(words, 14) for words in columns)],
        rows=_rows(event, eaters),
        empty="Nobody has a place yet.",
    )


def _rows(event: Event, eaters: list[Eater]) -> Iterator[list[Value]]:
    for day in days.of(event):
        here = eaters_of.here(eaters, day)
        kinds = Counter(eater.kind for eater in here)
        yield [
            dates.day(day),
            *(kinds[kind] for kind in _WHO),
            sum(eater.brings_a_supporter for eater in here),
            sum(eaters_of.children(here).values()),
            eaters_of.heads(here),
        ]
