"""Whether what is kept of an event is what its rows say: counted afresh, and nothing written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forum.models import Event
from registrations.figures import counting, wishes
from registrations.models import AttendanceFigures

_COUNTS = ("booked", "confirmed", "came", "walk_ins", "heads")


@dataclass(frozen=True)
class Difference:
    """One figure that is not what the rows say."""

    event: Event
    what: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.event.title}: {self.what}: kept {self.kept}, counted {self.counted}"


def differences(event: Event) -> list[Difference]:
    """What is kept of who booked, came and from where, against the rows; nine queries at most.

    Of an event whose people are erased only what is kept twice is compared. New and returning
    people are not: who they were is kept nowhere, nor are needs, which would have to be opened.
    """
    rows = AttendanceFigures.objects.filter(event=event)
    kept = {row.organisation_id: row for row in rows if row.organisation_id}
    whole = next((row for row in rows if not row.organisation_id), None)
    if whole is None:
        return []
    there = sorted(str(pk) for pk, row in kept.items() if row.came)
    found = [*_compared(event, "organisations that came", whole.came_from, there)]
    if whole.frozen_at:
        return found
    counted = counting.count(event)
    found += _tallies(event, "", whole, counted.whole)
    for pk in sorted(kept.keys() | {pk for pk, tally in counted.of.items() if tally}, key=str):
        row = kept.get(pk) or AttendanceFigures()
        found += _tallies(event, f" of organisation {pk}", row, counted.of[pk])
    fresh = {**counted.details, **wishes.count(event)}
    for key in sorted(fresh.keys() | whole.details.keys()):
        found += _compared(event, key, whole.details.get(key), fresh.get(key))
    return found


def _tallies(
    event: Event, whose: str, row: AttendanceFigures, tally: counting.Tally
) -> Iterator[Difference]:
    for name in _COUNTS:
        yield from _compared(event, f"{name}{whose}", getattr(row, name), getattr(tally, name))


def _compared(event: Event, what: str, kept: Any, counted: Any) -> Iterator[Difference]:
    if kept != counted:
        yield Difference(event, what, kept, counted)
