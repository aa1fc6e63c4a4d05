"""A host with very many events, written straight into an empty database. Nobody in it is real.

All of them were held in the last 170 days, so that no booking of them is due to be erased yet. 100
people booked each event, 94 kept the place and 80 came, from 45 organisations; 50 wrote
something, and 45 of these were read for themes. One event in ten is led by a second host, with a
list of organisations of its own. What follows from the rows (figures, themes) is counted by the
product itself.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from feedback import questionnaire, theme_counts
from feedback.models import BallotBox, Comment, Rating, Theme, ThemeTag
from feedback.models.box import BoxState
from forum.models import Event, EventHost, Host, Membership, Organisation, Series, User
from forum.models.events import State
from forum.models.people import Reach, Role, name_key
from registrations import figures
from registrations.models import CheckIn, Registration
from registrations.models.registrations import State as Booking

SLUG = "large"
PEOPLE, PLACED, CAME, ORGANISATIONS = 100, 94, 80, 45
COMMENTS, READ, THEMES = 50, 45, 24
DAYS = 149
KNOWN = 600  # organisations of the host
KINDS = ["forum", "training", "meeting"]
REGIONS = ["London", "Leeds", "Glasgow", "Cardiff", "Belfast", ""]
_BATCH = 4_000


def fill(events: int) -> Host:
    """The host with that many events, the last three weeks ago."""
    chance = random.Random(events)
    hosts = [Host.objects.create(name=f"Large {n}", slug=f"{SLUG}{n or ''}") for n in range(2)]
    known = {host.pk: _organisations(host) for host in hosts}
    series = [
        Series.objects.create(host=hosts[0], title=f"Series {n}", slug=f"series-{n}")
        for n in range(12)
    ]
    made = Event.objects.bulk_create(_events(events, series))
    leads = {event.pk: hosts[n % 10 == 9] for n, event in enumerate(made)}
    EventHost.objects.bulk_create(
        EventHost(event=event, host=host, is_lead=host == leads[event.pk])
        for event in made
        for host in {leads[event.pk], hosts[0]}
    )
    for event in made:
        _people(event, known[leads[event.pk].pk], chance)
        figures.refresh(event, now=event.ends_at + timedelta(days=1))
    _feedback(made, hosts[0], chance)
    theme_counts.refresh_all(event.pk for event in made)
    return hosts[0]


def member(host: Host) -> User:
    """Somebody who may see everything of the host and needs no second factor."""
    user = User.objects.create_user(email="organiser@example.org", password=None, name="Organiser")
    Membership.objects.create(user=user, host=host, role=Role.ORGANISER)
    return user


def _events(events: int, series: list[Series]) -> Iterator[Event]:
    last = timezone.now() - timedelta(days=21)
    for number in range(events):
        starts_at = last - timedelta(days=DAYS * (events - number) / events)
        yield Event(
            title=f"Forum {number} on casework and housing",
            slug=f"large-{number}",
            kind=KINDS[number % len(KINDS)],
            series=series[number % len(series)],
            summary="A day for caseworkers to compare notes.",
            description="What we do, and who is there. " * 40,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=6),
            capacity=PEOPLE,
            state=State.PUBLISHED,
            published_at=starts_at - timedelta(days=60),
        )


def _organisations(host: Host) -> list[Organisation]:
    reaches = list(Reach)
    return Organisation.objects.bulk_create(
        Organisation(
            host=host,
            name=f"Group {number}",
            name_key=name_key(f"Group {number}"),
            reach=reaches[number % len(reaches)],
            region=REGIONS[number % len(REGIONS)],
        )
        for number in range(KNOWN)
    )


def _people(event: Event, known: list[Organisation], chance: random.Random) -> None:
    there = chance.sample(known, ORGANISATIONS)
    rows = [
        Registration(
            event=event,
            badge_name=f"Person {number}",
            email=f"person{chance.randrange(3 * PEOPLE)}.{number}@example.org",
            organisation=there[number % ORGANISATIONS],
            code=f"{number:06}",
            booked_at=event.starts_at - timedelta(days=chance.randint(1, 50)),
            **_state(event, number),
        )
        for number in range(PEOPLE)
    ]
    Registration.objects.bulk_create(rows)
    CheckIn.objects.bulk_create(
        CheckIn(
            registration=row,
            event=event,
            at=event.starts_at + timedelta(minutes=chance.randint(-40, 60)),
        )
        for row in rows[:CAME]
    )


def _state(event: Event, number: int) -> dict[str, Any]:
    if number < PLACED:
        return {"state": Booking.CONFIRMED, "place": number}
    return {"state": Booking.CANCELLED, "cancelled_at": event.starts_at - timedelta(days=1)}


def _feedback(events: list[Event], host: Host, chance: random.Random) -> None:
    themes = Theme.objects.bulk_create(
        Theme(host=host, name=f"Theme {n}", name_key=name_key(f"Theme {n}")) for n in range(THEMES)
    )
    comments = [
        Comment(
            event=event,
            question="take_back",
            text="More time for the casework, and interpreters in the room.",
            is_coded=number < READ,
        )
        for event in events
        for number in range(COMMENTS)
    ]
    Comment.objects.bulk_create(comments, batch_size=_BATCH)
    ThemeTag.objects.bulk_create(
        (
            ThemeTag(theme=theme, comment=comment)
            for comment in comments
            if comment.is_coded
            for theme in {chance.choice(themes), themes[chance.randrange(4)]}
        ),
        batch_size=_BATCH,
    )
    BallotBox.objects.bulk_create(_box(event, event.ends_at) for event in events)
    Rating.objects.bulk_create(
        (
            Rating(event=event, question=question.key, answer=key, count=chance.randint(5, 15))
            for event in events
            for question in questionnaire.RATED
            for key, _words in question.answers
        ),
        batch_size=_BATCH,
    )


def _box(event: Event, ends_at: datetime) -> BallotBox:
    closes_at = ends_at + timedelta(days=14)
    return BallotBox(
        event=event,
        state=BoxState.CLOSED,
        opens_at=ends_at,
        closes_at=closes_at,
        closed_at=closes_at,
        ballots=COMMENTS,
        is_settled=True,
    )
