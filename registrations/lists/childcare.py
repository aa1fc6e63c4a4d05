"""X7, childcare: how many children of which age on which day, and whose they are."""

from collections.abc import Iterator
from datetime import date

from forum import dates
from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import options
from registrations.lists import asking
from registrations.lists.asking import Asker, Askers
from registrations.models import days

DEED = "read needs for the childcare list"
NOBODY = "Nobody with a place asked for childcare."
NOT_AGREED = "no call agreed"
ALL_AGES, ALL_DAYS = "All ages", "all days"
TICK = "☐"


def build(order: Order) -> Contents:
    """The sheets, from three queries however many people there are."""
    event = order.event
    askers = asking.of(order, deed=DEED)
    families = askers.asking_for("childcare")
    return Contents(
        sheets=[_counts(event, askers, families), _families(event, askers, families)],
        who="People with a place who asked for childcare",
        count=len(families),
        delete_by=event.needs_erased_on,
    )


def _counts(event: Event, askers: Askers, families: list[Asker]) -> Sheet:
    return Sheet(
        name="Counts",
        title=f"Children by age: {event.title}",
        sentence="How many children are looked after on each day. The ages add up to all."
        + askers.note,
        columns=[
            Column("Day", 18),
            Column("Age", 24),
            Column("Children", 12),
            Column("Families", 12),
        ],
        rows=_count_rows(event, families),
        empty=askers.empty(NOBODY),
    )


def _count_rows(event: Event, families: list[Asker]) -> Iterator[list[Value]]:
    for day in _days(event):
        here = [one for one in families if day is None or day in one.days]
        shown = day or ALL_DAYS
        for key, words in options.CHILDREN.items():
            of_age = [_children(one)[key] for one in here if _children(one)[key]]
            if of_age:
                yield [shown, words, sum(of_age), len(of_age)]
        if here:
            yield [shown, ALL_AGES, sum(_total(one) for one in here), len(here)]


def _days(event: Event) -> list[date | None]:
    """The days that differ; a season of evenings, where nobody says which, is one."""
    there = days.of(event)
    return [*(days.asked(event) or there)] if len(there) == 1 or days.asked(event) else [None]


def _children(one: Asker) -> dict[str, int]:
    said = one.answers.get("children") or {}
    return {key: int(said.get(key) or 0) for key in options.CHILDREN}


def _total(one: Asker) -> int:
    return sum(_children(one).values())


def _families(event: Event, askers: Askers, families: list[Asker]) -> Sheet:
    by_day = bool(days.asked(event))
    return Sheet(
        name="Families",
        title=f"Whose children: {event.title}",
        sentence=(
            "A number stands here only of those who are reached by telephone or asked to be"
            " called. Ask for children's names at the door, and write none here." + askers.note
        ),
        columns=[
            Column("Code", 14),
            Column("Badge name", 28, wraps=True),
            *(Column(words, 12) for words in options.CHILDREN.values()),
            Column("All", 8),
            *([Column("Days", 30, wraps=True)] if by_day else []),
            Column("Phone, agreed", 22),
            Column("Called", 10),
            Column("State", 12),
        ],
        rows=[_family(one, by_day=by_day) for one in families],
        empty=askers.empty(NOBODY),
    )


def _family(one: Asker, *, by_day: bool) -> list[Value]:
    there = ", ".join(dates.short_day(day) for day in one.days)
    return [
        one.person.code,
        one.person.badge_name,
        *_children(one).values(),
        _total(one),
        *([there] if by_day else []),
        one.phone if one.agreed_to_calls else NOT_AGREED,
        TICK,
        one.promises["childcare"].state_words,
    ]


EXPORT = Export(
    kind="childcare",
    title="Childcare list",
    sentence="How many children of which age come, and whose they are.",
    for_whom="The needs lead and those who look after the children",
    rights=(Right.MAKE_CARDS,),
    is_sensitive=True,
    extras=(),
    build=build,
    needs_reason=True,
    delete_by=lambda event: event.needs_erased_on,
    size=asking.size,
)
