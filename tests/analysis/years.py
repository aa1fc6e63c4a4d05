"""Years of events made by chance, and the same figures counted by hand from their rows."""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from feedback import theme_counts
from feedback.models import Comment, Rating, SessionNote, Theme, ThemeTag
from feedback.models.box import Share
from feedback.models.themes import TagState
from forum import organisations
from forum.models import Event, Host, Organisation, Series
from registrations import booking, check_in, figures
from registrations.models import CheckIn, Registration
from tests.factories import add_host, make_event, make_host, make_registration, make_series

# Two of them are one organisation, which different people spell in their own way.
NAMES = ["Ferry Lane", "Ferry Lane!", "Riverside", "Riverside Welcome", "Mill Road", "St Anne’s"]
REACHES = ["local", "regional", "national", "international"]
REGIONS = ["London", "Leeds", ""]
THEMES = ["Legal aid", "Housing", "Raids"]
SCALE = {
    "useful": ["very", "quite", "little", "not"],
    "welcome": ["strongly", "agree", "partly", "disagree"],
    "part": ["yes", "mostly", "no"],
}


@dataclass
class Year:
    """A host, and its events in the order of time."""

    host: Host
    series: Series
    events: list[Event] = field(default_factory=list)


def make_year(
    seed: int, *, events: int = 5, also: Callable[[Event, int], None] = lambda event, number: None
) -> Year:
    """A host with events over two years, some held with another host that leads them.

    `also` happens at each event, by its number, before the event is counted.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up people
    host, friend = make_host(), make_host()
    year = Year(host, make_series(host, title=f"Casework year {seed}"))
    starts_at = datetime(2024, 2, 7, 10, tzinfo=UTC)
    for number in range(events):
        is_led = chance.random() < 0.7
        event = make_event(
            host if is_led else friend,
            title=f"Forum {seed} {number}",
            starts_at=starts_at,
            series=year.series if chance.random() < 0.7 else None,
            kind=chance.choice(["forum", "training"]),
            capacity=100,
        )
        if not is_led:
            add_host(event, host)
        _come(event, chance)
        _say(event, chance)
        also(event, number)
        figures.refresh(event, now=event.ends_at + timedelta(days=1))
        year.events.append(event)
        starts_at += timedelta(days=chance.randint(40, 170))
    _merge(host, friend)
    for number, row in enumerate(Organisation.objects.filter(host__in=[host, friend])):
        row.region = REGIONS[(seed + number) % len(REGIONS)]
        row.save(update_fields=["region"])
    return year


def _come(event: Event, chance: random.Random) -> None:
    when = random.Random(event.title)  # noqa: S311 - made-up days
    for person in chance.sample(range(12), chance.randint(0, 9)):
        given: dict[str, Any] = {"email": f"person{person}@example.org"}
        if chance.random() < 0.8:
            given |= {
                "coming_as": "staff",
                "organisation": chance.choice(NAMES),
                "reach": chance.choice(REACHES),
            }
        walked = chance.random() < 0.2
        # Of their own chance, so that years are as they were before days and minutes mattered.
        days, minutes = when.randint(0, 40), when.randint(-30, 59)
        row = make_registration(
            event,
            is_walk_in=walked,
            now=event.starts_at - timedelta(days=0 if walked else days),
            **given,
        )
        if walked or chance.random() < 0.7:
            at = event.starts_at + timedelta(minutes=minutes)
            check_in.check_in(registration=row, by=None, scan_id=uuid.uuid4(), now=at)
        elif chance.random() < 0.4:
            booking.cancel(registration=row)


def _say(event: Event, chance: random.Random) -> None:
    themes = [Theme.objects.get_or_create(host=event.lead_host, name=name)[0] for name in THEMES]
    for _ in range(chance.choice([0, 9, 14, 24])):
        share = Share.WITHDRAWN if chance.random() < 0.1 else Share.TEAM
        words = Comment.objects.create(
            event=event,
            question="change",
            text="More time",
            share=share,
            is_coded=chance.random() < 0.9,
        )
        _tag(chance, themes, comment=words)
    for _ in range(chance.randint(0, 6)):
        note = SessionNote.objects.create(event=event, text="A point", is_coded=True)
        _tag(chance, themes, note=note)
    theme_counts.refresh(event)
    if chance.random() < 0.8:
        for question, answers in SCALE.items():
            for answer in [*answers, "unsaid"]:
                count = chance.choice([0, 6, 7, 11, 18])
                Rating.objects.create(event=event, question=question, answer=answer, count=count)


def _tag(chance: random.Random, themes: list[Theme], **what: Any) -> None:
    for theme, likely in zip(themes, [0.6, 0.3, 0.1], strict=True):
        if chance.random() < likely:
            state = TagState.SUGGESTED if chance.random() < 0.1 else TagState.CONFIRMED
            ThemeTag.objects.create(theme=theme, state=state, **what)


def _merge(host: Host, friend: Host) -> None:
    """Both hosts find out that two names are one; the figures of then stay as they are."""
    for each in (host, friend):
        merged, into = (
            Organisation.objects.named(each, name) for name in ("Riverside", "Riverside Welcome")
        )
        organisations.merge(organisation=merged, into=into, by=None)


@dataclass
class Counted:
    """One event, counted from its registrations, check-ins, comments and tags."""

    booked: int
    placed: int
    came: int
    no_show: int
    walk_ins: int
    there: set[str]
    people: set[str]


def by_hand(event: Event) -> Counted:
    rows = Registration.objects.filter(event=event).exclude(state="draft")
    people = list(rows.select_related("organisation"))
    inside = set(
        CheckIn.objects.filter(event=event, session=None).values_list("registration_id", flat=True)
    )
    placed = [row for row in people if row.state == "confirmed" and not row.is_walk_in]
    here = [row for row in people if row.pk in inside]
    return Counted(
        booked=sum(not row.is_walk_in for row in people),
        placed=len(placed),
        came=len(here),
        no_show=sum(row.pk not in inside for row in placed),
        walk_ins=sum(row.is_walk_in for row in here),
        there={plain(row.organisation.name) for row in here if row.organisation},
        people={row.email for row in here},
    )


def plain(name: str) -> str:
    """What the organisation is called by everybody: the two spellings and the merged ones."""
    plain = name.rstrip("!")
    return "Riverside" if plain == "Riverside Welcome" else plain


def raised_by_hand(event: Event) -> tuple[int, Counter[str]]:
    """How many answers and notes were read, and how many raise each theme."""
    said = Comment.objects.filter(event=event).prefetch_related("tags__theme")
    words = [row for row in said if row.share != "withdrawn"]
    notes = list(SessionNote.objects.filter(event=event).prefetch_related("tags__theme"))
    read = [row for row in [*words, *notes] if row.is_coded]
    counts: Counter[str] = Counter()
    for row in read:
        counts.update(tag.theme.name for tag in row.tags.all() if tag.state == "confirmed")
    return len(read), counts


def may_be_shown(count: int, base: int) -> bool:
    """The rule in other words: nought, or five and more with none or five and more left out."""
    return base >= 10 and (count == 0 or (count >= 5 and base - count not in {1, 2, 3, 4}))
