"""Years made by chance in which people also choose sessions, are placed, and ask for support."""

import random
import uuid
from datetime import timedelta
from typing import Any

from feedback import theme_counts
from feedback.models import SessionNote, Theme, ThemeTag
from feedback.models.themes import TagState
from forum.models import Event, Session, Slot
from registrations import check_in
from registrations.models import Allocation, BreakoutChoice, CheckIn, Needs, Placement, Registration
from tests.analysis.years import THEMES, Year, make_year
from tests.factories import make_registration, make_session, make_slot

# The numbers of the events with sessions to choose from, and how far most groups there reach.
_CROWDED = {1: "local", 3: "national"}
# So many of the crowd ask for each: the others of them ask for nothing, or for a meal.
_CROWD, _INTERPRETERS, _STEP_FREE = 14, 7, 9
# More groups than all others there are, each of which one of the crowd comes for.
_GROUPS, _NOTES = 6, 20
_STATES = ["asked", "arranging", "arranged", "cannot", "met"]


def make_crowded_year(seed: int) -> Year:
    """As make_year does, and at two of its events a crowd that chose and was placed."""
    chance = random.Random(seed)  # noqa: S311 - made-up people
    return make_year(
        seed,
        also=lambda event, number: (
            _gather(event, chance, _CROWDED[number]) if number in _CROWDED else None
        ),
    )


def _gather(event: Event, chance: random.Random, reach: str) -> None:
    slots = [
        make_slot(event, title=title, starts_at=event.starts_at + timedelta(hours=hour))
        for hour, title in enumerate(("Morning groups", "Afternoon groups"), start=1)
    ]
    for number, slot in enumerate(slots):
        for title in ("Asylum", "Benefits", "Children")[number:]:
            places = chance.choice([3, 8, None])
            make_session(event, slot=slot, title=title, kind="breakout", max_places=places)
    _note(event)
    _ask(event, chance, reach)
    people = list(Registration.objects.filter(event=event).order_by("booked_at", "email"))
    chance.shuffle(people)
    for slot in slots:
        _choose(event, slot, people, chance)
    _tick(event, people, chance)


def _note(event: Event) -> None:
    """So many points that were read, of which half are about the first theme."""
    theme = Theme.objects.get(host=event.lead_host, name=THEMES[0])
    notes = SessionNote.objects.bulk_create(
        SessionNote(event=event, text="A point", is_coded=True) for _ in range(_NOTES)
    )
    ThemeTag.objects.bulk_create(
        ThemeTag(theme=theme, state=TagState.CONFIRMED, note=note) for note in notes[::2]
    )
    theme_counts.refresh(event)


def _ask(event: Event, chance: random.Random, reach: str) -> None:
    """The crowd, with what it asks for and what became of it; nobody is shown what people eat."""
    states = [_one_or_two(chance), _one_or_two(chance)]
    for number in range(_CROWD):
        asked: dict[str, Any] = {"email": f"crowd{number}@example.org"}
        if number % 2:
            asked["meals"] = ["vegan"]
        if number < _INTERPRETERS:
            asked["interpreter"] = "bsl"
        if number >= _CROWD - _STEP_FREE:
            asked["access"] = ["step_free", *(["captions"] if chance.random() < 0.7 else [])]
        if number < _GROUPS:
            group = f"Of {reach} reach {number}"
            asked |= {"coming_as": "staff", "organisation": group, "reach": reach}
        before = event.starts_at - timedelta(days=chance.randint(3, 40))
        person = make_registration(event, now=before, needs_consent=True, **asked)
        if number < _GROUPS:
            check_in.check_in(
                registration=person, by=None, scan_id=uuid.uuid4(), now=event.starts_at
            )
        held = Needs.objects.get(registration=person)
        became = {
            kind: chance.choice(each)
            for kind, each in zip(("interpretation", "access"), states, strict=True)
            if kind in held.answers.get("states", {})
        }
        held.answers = {**held.answers, "states": {**held.answers.get("states", {}), **became}}
        held.save()


def _one_or_two(chance: random.Random) -> list[str]:
    return chance.sample(_STATES, chance.choice([1, 1, 2]))


def _choose(event: Event, slot: Slot, people: list[Registration], chance: random.Random) -> None:
    """What each wishes for, best first, and where the published run puts them; a draft differs."""
    sessions = list(Session.objects.filter(slot=slot).order_by("title"))
    published, _made = Allocation.objects.get_or_create(
        event=event, seed="1", input_hash="1", published_at=event.starts_at - timedelta(days=2)
    )
    draft, _made = Allocation.objects.get_or_create(event=event, seed="2", input_hash="2")
    wishes, seats = [], []
    for person in people:
        wished = chance.sample(sessions, chance.randint(0, len(sessions)))
        wishes += [
            BreakoutChoice(registration=person, slot=slot, session=session, rank=rank)
            for rank, session in enumerate(wished, start=1)
        ]
        here = chance.choice([*wished[:1], *wished, *sessions, None])
        for run, session in ((published, here), (draft, None)):
            seat = Placement(allocation=run, registration=person, slot=slot, session=session)
            seats.append(seat)
    BreakoutChoice.objects.bulk_create(wishes)
    Placement.objects.bulk_create(seats)


def _tick(event: Event, people: list[Registration], chance: random.Random) -> None:
    """Who was in a session: many, a few, or nobody said who."""
    for session in Session.objects.filter(event=event).order_by("starts_at", "title"):
        there = chance.sample(people, chance.choice([0, 3, 9]))
        CheckIn.objects.bulk_create(
            CheckIn(registration=person, event=event, session=session, at=event.starts_at)
            for person in there
        )
