"""X4, the door list: whom to expect, from A to Z and by code, with a box to tick."""

from collections.abc import Iterable, Iterator

from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations.models import days
from registrations.paper import lines as lines_of
from registrations.paper.lines import Line

_TICK, _TICKED = "☐", "☑"
_HELP_DESK = "help desk"
_NOTHING = ""


def build(order: Order) -> Contents:
    """Two sheets of the same people, from three queries however many they are."""
    event = order.event
    lines = lines_of.of(event, lines_of.expected(event))
    has_days = bool(days.asked(event))
    return Contents(
        sheets=[
            _sheet("A to Z", "by name", event, lines, has_days=has_days),
            _sheet("By code", "by code", event, lines_of.by_code(lines), has_days=has_days),
        ],
        who="People who have a place, and those who wait for one: they go to the help desk",
        count=len(lines),
        delete_by=event.erased_on,
    )


def size(event: Event) -> int:
    """How many people are in it; one query."""
    count: int = lines_of.expected(event).count()
    return count


def _sheet(name: str, how: str, event: Event, lines: Iterable[Line], *, has_days: bool) -> Sheet:
    coming = [Column("Comes on", 40)] if has_days else []
    return Sheet(
        name=name,
        title=f"Door list {how}: {event.title}",
        sentence="Tick whoever comes. Whoever is not on it goes to the help desk.",
        columns=[
            Column("Tick", 6),
            Column("Badge name", 30),
            Column("Name to sort by", 26),
            Column("Organisation", 44),
            Column("Code", 12),
            Column("Photo marker", 26),
            Column("Help desk", 12),
            Column("State", 20),
            *coming,
        ],
        rows=_rows(lines, has_days=has_days),
        empty="Nobody has booked yet.",
    )


def _rows(lines: Iterable[Line], *, has_days: bool) -> Iterator[list[Value]]:
    for line in lines:
        yield [
            _tick(line),
            line.name,
            line.sort_name,
            line.organisation,
            line.person.code,
            str(line.marker or _NOTHING),
            _HELP_DESK if line.goes_to_help_desk else _NOTHING,
            line.state,
            *([line.days or "all days"] if has_days else []),
        ]


def _tick(line: Line) -> str:
    """No box for who has no place: nobody is to tick them without a look."""
    if line.goes_to_help_desk:
        return _NOTHING
    return _TICKED if line.is_in else _TICK


EXPORT = Export(
    kind="door",
    title="Door list",
    sentence="Whom to expect at the door: by name and by code, with a box to tick.",
    for_whom="The door, on the day",
    rights=(Right.MAKE_DOOR_LIST,),
    is_sensitive=False,
    extras=(),
    build=build,
    paper="registrations:door_list",
    size=size,
)
