"""What events are called in charts and headlines."""

from collections.abc import Sequence

from django.utils.dateformat import format as django_format

from analysis.attendance.figures import Attendance
from forum import dates
from forum.models import Event
from registrations.models.figures import Counted

_SHORTEST_FIRST = ["Y", "M Y", "j M", "j M Y"]


def with_month(event: Event) -> str:
    """ "Casework Forum, June 2025"; the month is not said twice."""
    month = django_format(event.local_start, "F Y")
    return event.title if month in event.title else f"{event.title}, {dates.hold(month)}"


def marked(row: Attendance) -> str:
    """The same, marked where it is known by totals alone: "…, May 2023 (estimate)"."""
    marks = {Counted.TOTALS: " (totals)", Counted.ESTIMATE: " (estimate)"}
    return with_month(row.event) + marks.get(Counted(row.counted), "")


def told_words(rows: Sequence[Attendance]) -> str:
    """How many of these events are known by totals alone, in a sentence; nothing for none."""
    told = [row for row in rows if row.is_told]
    if not told:
        return ""
    guessed = sum(row.counted == Counted.ESTIMATE for row in told)
    rough = _rough(guessed, len(told))
    if len(told) == len(rows):
        return (
            f"All are totals from elsewhere{rough}."
            if len(rows) > 1
            else (f"These are totals from elsewhere{rough}.")
        )
    if len(told) == 1:
        return f"One of the events is known by totals from elsewhere{rough}."
    return f"{len(told)} of the events are known by totals from elsewhere{rough}."


def _rough(guessed: int, told: int) -> str:
    """What is added about estimates: how many of those that were told."""
    if not guessed:
        return ""
    if guessed == told:
        return ", an estimate" if told == 1 else ", all estimates"
    return ", one of these an estimate" if guessed == 1 else f", {guessed} of these estimates"


def by_time(events: Sequence[Event]) -> list[str]:
    """The shortest of year, month or day that tells the events apart: "2025", "Jun 2025"."""
    names: list[str] = []
    for pattern in _SHORTEST_FIRST:
        names = [django_format(event.local_start, pattern) for event in events]
        years = {event.local_start.year for event in events}
        if len(set(names)) == len(names) and ("Y" in pattern or len(years) == 1):
            break
    return names


def span(first: Event, last: Event) -> str:
    """How long it is from one to the other: " in three years", " in 5 months", or nothing."""
    days = (last.starts_at - first.starts_at).days
    words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    years, months = round(days / 365.25), round(days / 30.44)
    number, unit = (years, "year") if months >= 12 and years else (months, "month")
    if not number:
        return ""
    said = words[number] if number < len(words) else str(number)
    return f" in {said} {unit}{'' if number == 1 else 's'}"


def series_of(events: Sequence[Event]) -> list[Event]:
    """The events of the series that was held over the longest time; nothing where none has two."""
    groups: dict[object, list[Event]] = {}
    for event in events:
        if event.series_id:
            groups.setdefault(event.series_id, []).append(event)
    if not groups:
        return []
    longest = max(
        groups.values(), key=lambda group: (group[-1].starts_at - group[0].starts_at, len(group))
    )
    return longest if len(longest) > 1 else []
