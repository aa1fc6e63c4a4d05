"""What changed from one copy of the catering sheet to the next. Plain Python, without rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum import dates
from forum.models import Event
from registrations.kitchen.counting import Counted

MEALS, WHO, ILLNESS, TIMES = "Meals", "Who eats", "Makes ill", "Timetable"
ALL = "All meals"
_ORDER = (MEALS, WHO, ILLNESS, TIMES)

# About what, the day as ISO, what was counted, how many.
Line = tuple[str, str, str, int]


@dataclass(frozen=True)
class Change:
    """Something that is counted otherwise than before, or was not there, or is there no more."""

    about: str
    day: date
    what: str
    before: int
    now: int

    @property
    def is_counted(self) -> bool:
        """Whether it has numbers: a time of the programme is only there or not."""
        return self.about != TIMES

    @property
    def words(self) -> str:
        if self.about == TIMES:
            return "new" if self.now else "taken out"
        if not self.before:
            return "new"
        by = self.now - self.before
        return f"{by} more" if by > 0 else f"{-by} fewer"


def lines(counted: Counted, event: Event) -> list[Line]:
    """The counts as a copy keeps them."""
    found: list[Line] = []
    for one in counted.days:
        on = one.day.isoformat()
        found += [(MEALS, on, meal, count) for meal, count in one.meals]
        found.append((MEALS, on, ALL, one.heads))
        if counted.has_several_kinds:
            found += [(WHO, on, who, count) for who, count in one.coming]
        for illness in one.illnesses:
            found.append((ILLNESS, on, illness.food, illness.people))
            found.append((ILLNESS, on, f"{illness.food}: dangerous", illness.dangerous))
            found.append((ILLNESS, on, f"{illness.food}: not sure", illness.unsure))
    for one_break in counted.breaks:
        parts = [dates.clock(one_break.at, event.zone), one_break.what, one_break.where]
        what = ", ".join(filter(None, parts))
        found.append((TIMES, one_break.day.isoformat(), what, 1))
    return found


def between(before: Sequence[Line], now: Sequence[Line]) -> list[Change]:
    """What is counted otherwise now, in the order of the sheet.

    Who eats is only compared where both sheets say it.
    """
    was, is_now = _counts(before), _counts(now)
    told = {about for about, _, _ in was} & {about for about, _, _ in is_now} | {*_ORDER} - {WHO}
    keys = sorted(was.keys() | is_now.keys(), key=lambda key: (_ORDER.index(key[0]), key[1:]))
    return [
        Change(about, date.fromisoformat(day), what, was.get(key, 0), is_now.get(key, 0))
        for key in keys
        for about, day, what in [key]
        if about in told and was.get(key, 0) != is_now.get(key, 0)
    ]


def _counts(lines: Sequence[Line]) -> dict[tuple[str, str, str], int]:
    return {(about, day, what): count for about, day, what, count in lines}
