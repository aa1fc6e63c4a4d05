"""The figures of what was asked for: event by event, together, and side by side."""

from collections.abc import Sequence

from analysis.asking import OF_ORGANISATIONS, Filter
from analysis.attendance import sides
from analysis.attendance.distinct import Distinct, holds
from analysis.attendance.figures import Attendance, Side, Together
from analysis.attendance.reading import Reading
from analysis.attendance.rows import alone, reach_of, regions_of, row
from analysis.attendance.shares import Share, shares
from forum.models import Event

# What is not known of the people of some organisations alone.
_OPEN = frozenset({"people_new", "people_returning"})


def add_up(reading: Reading, asked: Filter, *, exact: bool) -> Together:
    """The figures of what is asked for; who is new is judged by all the host's events."""
    chosen = [event for event in reading.events if asked.holds(event)]
    distinct = Distinct(reading, exact=exact)
    everywhere = distinct.of(chosen, asked.only)
    rows = (
        _rows_of(asked, chosen, reading, exact=exact)
        if asked.only
        else [row(event, reading, distinct.new(event), exact=exact) for event in chosen]
    )
    return Together(
        rows=tuple(rows),
        organisations=everywhere.total,
        reach=everywhere.reach,
        regions=everywhere.regions,
        sides=_sides(asked, chosen, rows, distinct, exact=exact),
        is_exact=exact,
    )


def _sides(
    asked: Filter,
    chosen: Sequence[Event],
    rows: Sequence[Attendance],
    distinct: Distinct,
    *,
    exact: bool,
) -> tuple[Side, ...]:
    if asked.split in OF_ORGANISATIONS:
        return sides.of_people(asked, chosen, distinct, exact=exact)
    return sides.of_events(asked, rows, distinct) if asked.split or asked.beside else ()


def _rows_of(
    asked: Filter, events: Sequence[Event], reading: Reading, *, exact: bool
) -> list[Attendance]:
    """Only people of organisations of one reach or region, where these were counted here."""
    found = shares(reading, asked.name, exact=exact)
    return [
        _row_of(
            event,
            found[event.pk].get(asked.value, Share()),
            reading,
            asked.only,
            exact=exact,
        )
        for event in events
        if not reading.is_told(event)
    ]


def _row_of(
    event: Event, share: Share, reading: Reading, only: dict[str, str], *, exact: bool
) -> Attendance:
    """For who may not see people, no more than one count of them: what is in it is not told."""
    everybody = reading.there.get(event.pk, set())
    there = {name for name in everybody if holds(reading.known[name], only)}
    new = len(there & reading.new(event))
    [(name, value)] = only.items()
    if exact:
        count: int | None = alone(len(there), exact=True)
        reach, regions = (
            reach_of(there, reading.known, exact=True),
            regions_of(there, reading.known, exact=True),
        )
    else:
        whole = reach_of if name == "reach" else regions_of
        count = {str(key): each for key, each in whole(everybody, reading.known, exact=False)}.get(
            value, 0
        )
        reach, regions = (), ()
    return Attendance(
        event=event,
        booked=share.booked,
        placed=share.placed,
        came=share.came,
        walk_ins=share.walk_ins,
        no_show=share.no_show,
        organisations=count,
        new=new if exact else None,
        returning=len(there) - new if exact else None,
        people_new=None,
        people_returning=None,
        reach=reach,
        regions=regions,
        unknown=_OPEN,
    )
