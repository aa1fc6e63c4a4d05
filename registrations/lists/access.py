"""X3, the access sheet: what people need to take part, by need, by room and by person."""

from collections import Counter
from collections.abc import Iterator

from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import promises
from registrations.lists import access_needs, access_rooms, asking
from registrations.lists.access_needs import Need
from registrations.lists.asking import Askers

DEED = "read needs for the access sheet"
NOBODY = "Nobody with a place asked for anything."
NOT_SET = "none set"


def build(order: Order) -> Contents:
    """The sheets, from ten queries however many people and sessions there are."""
    event = order.event
    askers = asking.of(order, deed=DEED)
    needs = access_needs.of(askers, event)
    return Contents(
        sheets=[
            _by_need(event, askers, needs),
            access_rooms.sheet(event, askers, needs),
            _by_person(event, askers, needs),
        ],
        who="People with a place who asked for something to take part",
        count=len({need.person_id for need in needs}),
        delete_by=event.needs_erased_on,
    )


def _by_need(event: Event, askers: Askers, needs: list[Need]) -> Sheet:
    return Sheet(
        name="By need",
        title=f"What people need to take part: {event.title}",
        sentence="Somebody who asked for two things is counted in two rows." + askers.note,
        columns=[
            Column("Need", 46, wraps=True),
            Column("People", 10),
            Column("To do", 10),
            Column("State", 30, wraps=True),
            Column("Who sees to it", 30, wraps=True),
            Column("Next deadline", 16),
        ],
        rows=_need_rows(event, needs),
        empty=askers.empty(NOBODY),
    )


def _need_rows(event: Event, needs: list[Need]) -> Iterator[list[Value]]:
    owners = access_needs.owners(needs, event)
    for title in dict.fromkeys(need.title for need in access_needs.in_order(needs)):
        same = [need for need in needs if need.title == title]
        held = [need.promise for need in same]
        open_ones = [promise for promise in held if promise.is_open]
        days = [promise.due for promise in open_ones if promise.due]
        states = Counter(promise.state for promise in held)
        yield [
            title,
            len({need.person_id for need in same}),
            len(open_ones),
            _told({words: states[key] for key, words in promises.STATES.items()}),
            _told(Counter(owners[promise.owner] for promise in held)),
            min(days) if days else NOT_SET if open_ones else "nothing to do",
        ]


def _told(counts: dict[str, int]) -> str:
    """ "Asked 2, Arranged 1", without noughts; of one only its words."""
    held = {words: count for words, count in counts.items() if count}
    if len(held) == 1:
        return next(iter(held))
    return ", ".join(f"{words} {count}" for words, count in held.items())


def _by_person(event: Event, askers: Askers, needs: list[Need]) -> Sheet:
    return Sheet(
        name="By person",
        title=f"Who needs what: {event.title}",
        sentence=(
            "One row for each thing that a person asked for. How to reach somebody is here only"
            " where they want to talk about it." + askers.note
        ),
        columns=[
            Column("Code", 14),
            Column("Badge name", 28, wraps=True),
            Column("Need", 36, wraps=True),
            Column("Detail", 40, wraps=True),
            Column("State", 12),
            Column("What we told them", 40, wraps=True),
            Column("Talk wanted", 14),
            Column("Contact", 30),
        ],
        rows=[
            [
                need.asker.person.code,
                need.asker.person.badge_name,
                need.title,
                need.detail,
                need.promise.state_words,
                need.promise.words or "nothing yet",
                need.talk,
                need.contact,
            ]
            for need in needs
        ],
        empty=askers.empty(NOBODY),
    )


EXPORT = Export(
    kind="access",
    title="Access sheet",
    sentence="What people need to take part: by need, by room and by person.",
    for_whom="The needs lead and those who arrange rooms and support",
    rights=(Right.MAKE_CARDS,),
    is_sensitive=True,
    extras=(),
    build=build,
    needs_reason=True,
    delete_by=lambda event: event.needs_erased_on,
    size=asking.size,
)
