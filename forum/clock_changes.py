"""Times as people write them, in the zone of an event.

Twice a year a written time names no moment or two of them. Neither is ever chosen for the
organiser: a form or a deed refuses it and says why.
"""

import zoneinfo
from datetime import UTC, date, datetime, time


class ClockChangeError(ValueError):
    """The written time does not exist on that day, or happens twice; its text says which."""


def moment(day: date, clock: time, zone: zoneinfo.ZoneInfo) -> datetime:
    """The one moment that is written so in the zone, in UTC.

    Raises ClockChangeError when the clocks change over that time.
    """
    early = datetime.combine(day, clock, tzinfo=zone)
    late = early.replace(fold=1)
    if early.astimezone(UTC).astimezone(zone).time() != clock:
        raise ClockChangeError(
            f"The clocks go forward that night: {_words(clock)} does not exist. "
            "Choose another time."
        )
    if early.utcoffset() != late.utcoffset():
        raise ClockChangeError(
            f"The clocks go back that night: {_words(clock)} happens twice. Choose another time."
        )
    return early.astimezone(UTC)


def same_clock(when: datetime, before: zoneinfo.ZoneInfo, after: zoneinfo.ZoneInfo) -> datetime:
    """The moment that reads on the clocks of `after` as `when` reads on those of `before`.

    Raises ClockChangeError as `moment` does.
    """
    local = when.astimezone(before)
    return moment(local.date(), local.time(), after)


def _words(clock: time) -> str:
    hour = clock.hour % 12 or 12
    minutes = f".{clock.minute:02d}" if clock.minute else ""
    return f"{hour}{minutes} {'am' if clock.hour < 12 else 'pm'}"
