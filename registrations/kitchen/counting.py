"""How many of what the kitchen cooks, day by day: exact, and without a name.

The counts are exact (design 3.8): a kitchen cannot cook "fewer than five". Somebody whose answers
cannot be opened still eats, and is counted as one meal that nobody knows more about; so is a head
that was counted at the door without a name.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Sum

from forum.models import Event, Session
from forum.models.programme import SessionKind
from registrations import options, questions
from registrations.kitchen import eaters as eaters_of
from registrations.kitchen import plates
from registrations.kitchen.eaters import Eater
from registrations.models import Headcount, days
from registrations.models.questions import QuestionKind
from registrations.models.registrations import Kind

SPARE = 0.05
SUPPORTER = "Supporter of somebody, not asked"
CHILD = "Child of somebody, "
HEADS = "Counted at the door, not asked"
KINDS = {
    Kind.PARTICIPANT: "Participants",
    Kind.LEAD: "Session leads",
    Kind.CREW: "Crew",
    Kind.INTERPRETER: "Interpreters",
    Kind.COMPANION: "Companions",
    Kind.GUEST: "Guests",
}
WALK_INS, SUPPORTERS, CHILDREN, COUNTED = "Walk-ins", "Supporters", "Children", "Only counted"
WHO = (*KINDS.values(), WALK_INS, SUPPORTERS, CHILDREN, COUNTED)


@dataclass(frozen=True)
class Illness:
    """A food that makes so many people ill; for how many of them it can be dangerous."""

    food: str
    people: int
    dangerous: int
    unsure: int


@dataclass(frozen=True)
class Day:
    """The plates of one day: by what is on them, the most first, and by who eats them."""

    day: date
    meals: list[tuple[str, int]]
    who: dict[str, int]
    heads: int
    illnesses: list[Illness]

    @property
    def spare(self) -> int:
        """Plates that are cooked beside, five in a hundred and never less."""
        return math.ceil(self.heads * SPARE)

    @property
    def coming(self) -> list[tuple[str, int]]:
        """Who eats, without those of whom nobody comes."""
        return [(who, count) for who, count in self.who.items() if count]


@dataclass(frozen=True)
class Break:
    """A time at which people eat, from the programme; `count` is everybody of its day."""

    at: datetime
    what: str
    where: str
    day: date
    count: int


@dataclass(frozen=True)
class Counted:
    """Everything on the sheet that names nobody. `people` is how many bookings were counted."""

    days: list[Day] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    people: int = 0
    unreadable: int = 0
    asks_illness: bool = True

    @property
    def has_several_kinds(self) -> bool:
        """Whether there is more to say of who eats than one number."""
        kinds = {who for day in self.days for who, _ in day.coming}
        return bool(kinds) and (len(self.days) > 1 or kinds != {KINDS[Kind.PARTICIPANT]})


def count(event: Event, eaters: list[Eater]) -> Counted:
    """The counts of these eaters; three queries however many they are."""
    asked = questions.switched_on(event)
    on = {*asked, *([options.SUITS_ALL] if options.suits_all(asked.get(QuestionKind.FOOD)) else [])}
    heads = _heads(event)
    every = days.of(event) if eaters or heads else []
    found = [_day(day, eaters_of.here(eaters, day), heads[day], on) for day in every]
    return Counted(
        days=found,
        breaks=_breaks(event, {one.day: one.heads for one in found}),
        people=len(eaters),
        unreadable=sum(not eater.is_readable for eater in eaters),
        asks_illness=QuestionKind.ALLERGY in on,
    )


def _day(day: date, here: list[Eater], heads: int, on: set[str]) -> Day:
    meals = Counter(plates.option(eater, on) for eater in here)
    who = Counter(WALK_INS if eater.is_walk_in else KINDS[eater.kind] for eater in here)
    children = eaters_of.children(here)
    supporters = sum(eater.brings_a_supporter for eater in here)
    meals.update({SUPPORTER: supporters, HEADS: heads})
    meals.update({CHILD + age: many for age, many in children.items()})
    who.update({SUPPORTERS: supporters, CHILDREN: children.total(), COUNTED: heads})
    return Day(
        day=day,
        meals=sorted((+meals).items(), key=lambda meal: (-meal[1], meal[0])),
        who={words: who[words] for words in WHO},
        heads=eaters_of.heads(here) + heads,
        illnesses=_illnesses(here),
    )


def _illnesses(here: list[Eater]) -> list[Illness]:
    found = []
    ill = [eater.answers for eater in here if eater.is_ill_from_food]
    for food in plates.FOODS:
        theirs = [one for one in ill if food in plates.foods(one, in_words=False)]
        if theirs:
            danger = Counter(answers.get("dangerous") for answers in theirs)
            found.append(Illness(food, len(theirs), danger["yes"], danger["unsure"]))
    return found


def _heads(event: Event) -> Counter[date]:
    """How many were counted at the door by day, without names."""
    rows = Headcount.objects.filter(event=event).order_by().values_list("day")
    return +Counter(dict(rows.annotate(heads=Sum("number"))))


def _breaks(event: Event, heads: dict[date, int]) -> list[Break]:
    sessions = Session.objects.filter(
        event=event, kind__in=[SessionKind.BREAK, SessionKind.SOCIAL], is_cancelled=False
    ).select_related("slot", "room")
    last = days.of(event)[-1]
    found = []
    for session in sorted(sessions, key=lambda session: session.begins):
        day = min(session.begins.astimezone(event.zone).date(), last)
        where = session.room.name if session.room else ""
        found.append(Break(session.begins, session.title, where, day, heads.get(day, 0)))
    return found
