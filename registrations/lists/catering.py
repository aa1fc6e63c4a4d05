"""X2, the catering sheet: how many of what, and no names unless a needs lead asks for them.

The counts are exact (design 3.8): a kitchen cannot cook "fewer than five". Somebody whose answers
cannot be opened still eats, and is counted as one meal that nobody knows more about.
"""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from forum import dates
from forum.exports import Contents, Export, Extra, Order
from forum.models import Event, Session
from forum.models.programme import SessionKind
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import options, questions
from registrations.lists import eaters as eaters_of
from registrations.lists import who_eats
from registrations.lists.eaters import Eater
from registrations.models import days
from registrations.models.questions import QuestionKind
from registrations.needs_words import said

CARDS = "cards"
SPARE = 0.05
# The kitchen reads these, not the person who ticked them.
MEALS = {**options.MEALS, "everything": "Everything"}
DANGEROUS = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
NOT_ASKED, NO_ANSWER, UNREADABLE = "not asked", "no answer", "cannot be opened"
SUPPORTER = "Supporter of somebody, not asked"
CHILD = "Child of somebody, "
ANOTHER_FOOD = "Another food"


def build(order: Order) -> Contents:
    """The sheets, from five queries however many people eat."""
    event, names_too = order.event, CARDS in order.extras
    asked = questions.switched_on(event)
    on = {*asked, *([options.SUITS_ALL] if options.suits_all(asked.get(QuestionKind.FOOD)) else [])}
    deed = "read needs for named cards" if names_too else "counted needs"
    eaters = eaters_of.of(order, deed=deed)
    return Contents(
        sheets=[
            _meals(event, eaters, on),
            *([who_eats.sheet(event, eaters)] if who_eats.is_needed(event, eaters) else []),
            _allergies(event, eaters, on),
            _timetable(event, eaters),
            *([_cards(event, eaters), _in_their_words(event, eaters)] if names_too else []),
        ],
        who="Everybody who has a place, with crew, interpreters, supporters and children",
        count=len(eaters),
        delete_by=event.needs_erased_on,
    )


def _meals(event: Event, eaters: list[Eater], on: set[str]) -> Sheet:
    sentence = "How many eat what. Everybody is in one row of a day, so the rows add up to all."
    if unreadable := sum(not eater.is_readable for eater in eaters):
        sentence += (
            f" The answers of {unreadable} of them cannot be opened: ask the needs lead why."
        )
    return Sheet(
        name="Meals",
        title=f"Meals: {event.title}",
        sentence=sentence,
        columns=[Column("Day", 28), Column("Who eats this", 48), Column("Count", 10)],
        rows=_meal_rows(event, eaters, on),
        empty="Nobody has a place yet.",
    )


def _meal_rows(event: Event, eaters: list[Eater], on: set[str]) -> Iterator[list[Value]]:
    for day in days.of(event) if eaters else []:
        here = eaters_of.here(eaters, day)
        heads = eaters_of.heads(here)
        counts = Counter(_option(eater, on) for eater in here)
        counts[SUPPORTER] = sum(eater.brings_a_supporter for eater in here)
        children = eaters_of.children(here)
        counts.update({CHILD + age: many for age, many in children.items()})
        for option in sorted(+counts, key=lambda option: (-counts[option], option)):
            yield [dates.day(day), option, counts[option]]
        yield [dates.day(day), "All meals", heads]
        yield [dates.day(day), "Spare, 5 %, of what suits most", math.ceil(heads * SPARE)]


def _option(eater: Eater, on: set[str]) -> str:
    """What one person can eat, with everything they ticked: "Halal, no beef" is one plate."""
    if not eater.is_readable:
        return UNREADABLE.capitalize()
    if QuestionKind.FOOD not in on:
        return NOT_ASKED.capitalize()
    ticked = said(MEALS, eater.answers.get("meals", []))
    if not ticked and options.SUITS_ALL in on:
        return options.SUITS_ALL_WORDS
    return ", ".join(ticked).capitalize() if ticked else NO_ANSWER.capitalize()


def _allergies(event: Event, eaters: list[Eater], on: set[str]) -> Sheet:
    asked = QuestionKind.ALLERGY in on
    return Sheet(
        name="Allergies",
        title=f"Food that makes people ill: {event.title}",
        sentence="How many become ill from what. Somebody with two allergens stands in two rows.",
        columns=[
            Column("Food", 28),
            Column("People", 10),
            Column("Dangerous for", 15),
            Column("Not sure if dangerous", 22),
        ],
        rows=_allergy_rows(eaters),
        empty="Nobody said that a food makes them ill." if asked else "Not asked at this event.",
    )


def _allergy_rows(eaters: list[Eater]) -> Iterator[list[Value]]:
    ill = [eater.answers for eater in eaters if eater.is_ill_from_food]
    for food in [*options.ALLERGENS.values(), ANOTHER_FOOD]:
        theirs = [answers for answers in ill if food in _foods(answers, in_words=False)]
        if theirs:
            danger = Counter(answers.get("dangerous") for answers in theirs)
            yield [food, len(theirs), danger["yes"], danger["unsure"]]


def _foods(answers: dict[str, Any], *, in_words: bool) -> list[str]:
    """The foods that make somebody ill; a food of their own as they wrote it, or only that."""
    foods = said(options.ALLERGENS, answers.get("allergens", []))
    if own := answers.get("allergen_other"):
        foods.append(own if in_words else ANOTHER_FOOD)
    return foods


def _timetable(event: Event, eaters: list[Eater]) -> Sheet:
    return Sheet(
        name="Timetable",
        title=f"When people eat: {event.title}",
        sentence="The breaks and social parts of the programme.",
        columns=[Column("Time", 22), Column("What", 40), Column("Where", 28), Column("Count", 10)],
        rows=_timetable_rows(event, eaters),
        empty="No break is in the programme yet.",
    )


def _timetable_rows(event: Event, eaters: list[Eater]) -> Iterator[list[Value]]:
    sessions = Session.objects.filter(
        event=event, kind__in=[SessionKind.BREAK, SessionKind.SOCIAL], is_cancelled=False
    ).select_related("slot", "room")
    for session in sorted(sessions, key=lambda session: session.begins):
        day = min(session.begins.astimezone(event.zone).date(), days.of(event)[-1])
        where = session.room.name if session.room else NO_ANSWER
        count = eaters_of.heads(eaters_of.here(eaters, day))
        yield [session.begins, session.title, where, count]


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
        rows=[
            [
                eater.name,
                ", ".join(_foods(eater.answers, in_words=True)),
                DANGEROUS.get(eater.answers.get("dangerous", ""), NO_ANSWER),
                "",
            ]
            for eater in eaters
            if eater.is_ill_from_food and eater.answers.get("kitchen_name") == "yes"
        ],
        empty="Nobody agreed to give the kitchen their name.",
    )


def _in_their_words(event: Event, eaters: list[Eater]) -> Sheet:
    """What people wrote themselves, without a name; it may say more than a count should."""
    written = Counter(
        (subject, eater.answers[key])
        for eater in eaters
        for subject, key in [("Meal", "meal_other"), ("Makes them ill", "allergen_other")]
        if eater.answers.get(key)
    )
    return Sheet(
        name="In their words",
        title=f"What people wrote about food: {event.title}",
        sentence="As they wrote it, without names.",
        columns=[
            Column("About", 18),
            Column("What they wrote", 60, wraps=True),
            Column("Count", 10),
        ],
        rows=[[*about, count] for about, count in sorted(written.items())],
        empty="Nobody wrote anything of their own.",
    )


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
    delete_by=lambda event: event.needs_erased_on,
)
