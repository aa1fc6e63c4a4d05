"""X2, the catering sheet: how many of what, and no names unless a needs lead asks for them."""

from collections.abc import Iterator

from forum import dates
from forum.exports import Contents, Export, Extra, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations.kitchen import changes, copies, counting, plates
from registrations.kitchen import eaters as eaters_of
from registrations.kitchen.changes import Change
from registrations.kitchen.copies import Copy
from registrations.kitchen.counting import Counted, Day
from registrations.kitchen.eaters import Eater
from registrations.kitchen.sheet import COUNTED, NAMED, since_the_last
from registrations.people import everybody

CARDS = "cards"


def build(order: Order) -> Contents:
    """The sheets, from as many queries however many eat; once they are handed over it is a copy."""
    event, names_too = order.event, CARDS in order.extras
    deed = NAMED if names_too else COUNTED
    eaters = eaters_of.of(event, by=order.by, deed=deed, reason=order.reason)
    counted = counting.count(event, eaters)
    since, changed = since_the_last(event, counted)
    lines = changes.lines(counted, event)
    return Contents(
        sheets=[
            _meals(event, counted),
            *([_changed(event, since, changed)] if since else []),
            *([_who(event, counted)] if counted.has_several_kinds else []),
            _allergies(event, counted),
            _timetable(event, counted),
            *([_each_meal(event, counted)] if counted.breaks and counted.days else []),
            *([_cards(event, eaters), _in_their_words(event, eaters)] if names_too else []),
        ],
        who="Everybody who has a place, with crew, interpreters, supporters and children",
        count=len(eaters),
        delete_by=event.needs_erased_on,
        recorded=lambda: copies.keep(event=event, lines=lines, now=order.now),
    )


def _meals(event: Event, counted: Counted) -> Sheet:
    sentence = "How many eat what. Everybody is in one row of a day, so the rows add up to all."
    if counted.unreadable:
        sentence += (
            f" The answers of {counted.unreadable} of them cannot be opened: ask the needs lead"
            " why."
        )
    return Sheet(
        name="Meals",
        title=f"Meals: {event.title}",
        sentence=sentence,
        columns=[Column("Day", 28), Column("Who eats this", 48), Column("Count", 10)],
        rows=_meal_rows(counted),
        empty="Nobody has a place yet.",
    )


def _meal_rows(counted: Counted) -> Iterator[list[Value]]:
    for one in counted.days:
        for meal, count in one.meals:
            yield [dates.day(one.day), meal, count]
        yield [dates.day(one.day), changes.ALL, one.heads]
        yield [dates.day(one.day), "Spare, 5 %, of what suits most", one.spare]


def _changed(event: Event, since: Copy, changed: list[Change]) -> Sheet:
    """What the kitchen must change of what it planned by the copy before."""
    when = f"{dates.day(since.at, event.zone)}, {dates.clock(since.at, event.zone)}"
    return Sheet(
        name="Changed since the last copy",
        title=f"Changed since copy {since.number}: {event.title}",
        sentence=f"What is counted otherwise than in the copy of {when}.",
        columns=[
            Column("About", 14),
            Column("Day", 28),
            Column("What", 48),
            Column("Before", 10),
            Column("Now", 10),
            Column("Change", 14),
        ],
        rows=[
            [one.about, dates.day(one.day), one.what, one.before, one.now, one.words]
            for one in changed
        ],
        empty=f"Nothing changed since the copy of {when}.",
    )


def _who(event: Event, counted: Counted) -> Sheet:
    """One row a day, one column for each way of coming: crew eat earlier, interpreters between."""
    columns = [*counting.WHO, changes.ALL]
    return Sheet(
        name="Who eats",
        title=f"Who eats on which day: {event.title}",
        sentence="The same plates as under Meals, by how people come. Each row adds up to all.",
        columns=[Column("Day", 28), *(Column(words, 14) for words in columns)],
        rows=[
            [dates.day(one.day), *(one.who[who] for who in counting.WHO), one.heads]
            for one in counted.days
        ],
        empty="Nobody has a place yet.",
    )


def _allergies(event: Event, counted: Counted) -> Sheet:
    several = len(counted.days) > 1
    sentence = "How many become ill from what. Somebody with two allergens stands in two rows."
    return Sheet(
        name="Allergies",
        title=f"Food that makes people ill: {event.title}",
        sentence=f"{sentence} Each day is counted by itself." if several else sentence,
        columns=[
            *([Column("Day", 28)] if several else []),
            Column("Food", 28),
            Column("People", 10),
            Column("Dangerous for", 15),
            Column("Not sure if dangerous", 22),
        ],
        rows=(row if several else row[1:] for one in counted.days for row in _ill(one)),
        empty="Nobody said that a food makes them ill."
        if counted.asks_illness
        else "Not asked at this event.",
    )


def _ill(one: Day) -> Iterator[list[Value]]:
    for illness in one.illnesses:
        danger = [illness.people, illness.dangerous, illness.unsure]
        yield [dates.day(one.day), illness.food, *danger]


def _timetable(event: Event, counted: Counted) -> Sheet:
    return Sheet(
        name="Timetable",
        title=f"When people eat: {event.title}",
        sentence="The breaks and social parts of the programme.",
        columns=[Column("Time", 22), Column("What", 40), Column("Where", 28), Column("Count", 10)],
        rows=[
            [one.at, one.what, one.where or plates.NO_ANSWER.lower(), one.count]
            for one in counted.breaks
        ],
        empty="No break is in the programme yet.",
    )


def _each_meal(event: Event, counted: Counted) -> Sheet:
    """What goes out at each time of the programme: whoever is there that day is at each of them."""
    return Sheet(
        name="Each meal",
        title=f"What goes out when: {event.title}",
        sentence="Each break of the programme with the plates of its day. Cross out what is not"
        " served then.",
        columns=[
            Column("Time", 22),
            Column("Meal", 40),
            Column("Who eats this", 48),
            Column("Count", 10),
        ],
        rows=_each_meal_rows(counted),
    )


def _each_meal_rows(counted: Counted) -> Iterator[list[Value]]:
    meals = {one.day: one.meals for one in counted.days}
    for one in counted.breaks:
        for meal, count in meals.get(one.day, []):
            yield [one.at, one.what, meal, count]


def _cards(event: Event, eaters: list[Eater]) -> Sheet:
    """One row for each plate that carries a name, because its owner said yes to that."""
    return Sheet(
        name="Named cards",
        title=f"Plates with a name: {event.title}",
        sentence="Only people who agreed that the kitchen gets their name. Shred after the event.",
        columns=[
            Column("Badge name", 28),
            Column("Foods to avoid", 60, wraps=True),
            Column("Dangerous", 12),
            Column("Table or collect point", 24),
        ],
        rows=[[plate.name, plate.avoid, plate.dangerous, ""] for plate in plates.named(eaters)],
        empty="Nobody agreed to give the kitchen their name.",
    )


def _in_their_words(event: Event, eaters: list[Eater]) -> Sheet:
    """What people wrote themselves, without a name; it may say more than a count should."""
    return Sheet(
        name="In their words",
        title=f"What people wrote about food: {event.title}",
        sentence="As they wrote it, without names.",
        columns=[
            Column("About", 18),
            Column("What they wrote", 60, wraps=True),
            Column("Count", 10),
        ],
        rows=plates.in_their_words(eaters),
        empty="Nobody wrote anything of their own.",
    )


def _size(event: Event) -> int:
    return int(everybody(event).confirmed().count())


EXPORT = Export(
    kind="catering",
    title="Catering sheet",
    sentence="How many meals of which kind, which foods make people ill, and when people eat.",
    for_whom="The kitchen or caterer",
    rights=(Right.MAKE_LISTS, Right.MAKE_CARDS),
    is_sensitive=False,
    extras=(
        Extra(
            CARDS,
            "Plates with a name",
            hint=(
                "Badge names of those who agreed to it, with the foods they cannot eat, and what"
                " people wrote in their own words. Say what for: the reason is kept on record."
            ),
            right=Right.MAKE_CARDS,
            needs_reason=True,
            is_sensitive=True,
        ),
    ),
    build=build,
    paper="registrations:kitchen",
    delete_by=lambda event: event.needs_erased_on,
    size=_size,
)
