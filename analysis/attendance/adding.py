"""The figures of the events that were asked for, together and side by side."""

from collections.abc import Sequence

from analysis.attendance.distinct import Distinct
from analysis.attendance.reading import read
from analysis.attendance.rows import row
from analysis.events import Together
from forum.models import Event, Host


def add_up(
    host: Host, events: Sequence[Event], chosen: Sequence[Event], *, exact: bool
) -> Together:
    """The figures of the chosen events; who is new is judged by all the host's `events`."""
    reading = read(host, events)
    everywhere = Distinct(reading, exact=exact).of(chosen)
    return Together(
        rows=tuple(row(event, reading, exact=exact) for event in chosen),
        organisations=everywhere.total,
        reach=everywhere.reach,
        regions=everywhere.regions,
        is_exact=exact,
    )
