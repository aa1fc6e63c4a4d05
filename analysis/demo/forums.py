"""The casework forums: three a year for three years, the latest of them ten days ago."""

from datetime import date, timedelta
from typing import Any

from analysis.demo import audience, programmes, seats, stage, turnout, words
from analysis.demo.organisations import ALL
from analysis.demo.programmes import Line
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.subjects import PAST, SUBJECTS, Past
from analysis.demo.teams import Team
from forum.models import Series
from forum.models.events import Kind

ALL_QUESTIONS = ["organisation", "food", "allergy", "access", "interpretation", "photo"]
CREW, INTERPRETERS = 5, 2
# What was heard most, forum by forum: homes come up and stay.
HEARD = [
    ["ages", "legal", "letters"],
    ["legal", "ages", "detention"],
    ["legal", "waiting", "others"],
    ["legal", "others", "interpreting"],
    ["legal", "homes", "interpreting", "others"],
    ["legal", "homes", "care", "others"],
    ["homes", "legal", "care", "others"],
    ["homes", "destitution", "legal", "care"],
]
BALLOTS = 36  # so far, of the latest: its feedback is open


def bill(team: Team, day: date, lines: list[Line], fields: dict[str, Any]) -> Bill:
    """What all of them have in common: one day, the same hours, lunch."""
    return Bill(
        team=team,
        fields={
            "kind": Kind.FORUM,
            "summary": words.FORUM_SUMMARY,
            "description": words.FORUM_DESCRIPTION,
            "capacity": 80,
            "languages": ["en", "ar"],
            "cost": "Free, with lunch",
            "food": "Lunch is vegetarian and halal, with vegan plates for those who ask.",
            "getting_in": words.FORUM_GETTING_IN,
            "arrangements": words.FORUM_ARRANGEMENTS,
            "agreement": words.AGREEMENT,
            **fields,
        },
        first=day,
        last=day,
        hours=("10:00", "16:30"),
        doors="09:30",
        published=stage.at(day - timedelta(days=56), "09:20"),
        rooms=programmes.FORUM_ROOMS,
        lines=lines,
        asks=ALL_QUESTIONS,
    )


def latest_day(scene: Stage) -> date:
    """Ten days ago, or the working day before."""
    day = scene.today - timedelta(days=10)
    return day - timedelta(days=max(0, day.weekday() - 4))


def latest(scene: Stage, team: Team, of: Series) -> Show:
    """45 organisations, 80 places, all of them taken."""
    fields = {
        "series": of,
        "title": "Casework forum, Leeds",
        "public_place": "Leeds, near the station",
        "exact_place": "Harbottle House, 6 Mill Goit, Leeds",
    }
    made = bill(team, latest_day(scene), programmes.FORUM_LINES, fields)
    made.ballots, made.about = BALLOTS, ["homes", "legal", "care"]
    show = stage.put_on(scene, made)
    there = audience.with_newcomers(scene.people, audience.groups(27, 9, 8, 1), 2, 11)
    draw = audience.Draw(scene.rng, *there)
    first = draw.share(76)
    people = [*first, *draw.themselves(4)]
    booked = turnout.fill(scene, show, people, late=draw.more(5), leaving=first[:6])
    # Nobody stays away whose group sent nobody else: the first ones drawn are not alone.
    away = {person.name for person in first[6:12]}
    came = [row for row in booked if row.badge_name not in away]
    turnout.let_in(scene, show, [*turnout.crew(show, draw, CREW, INTERPRETERS), *came])
    turnout.drop_in(show, draw.more(2), team.door[0])
    seats.tick(show)
    return show


def earlier(scene: Stage, team: Team, of: Series) -> None:
    """The forums before it, the oldest first: each time a few more people came."""
    for number, past in enumerate(PAST):
        _earlier(scene, team, of, past, number)


def _earlier(scene: Stage, team: Team, of: Series, past: Past, number: int) -> Show:
    fields = {
        "series": of,
        "title": f"Casework forum, {past.town}",
        "public_place": past.near,
        "exact_place": past.house,
    }
    day = latest_day(scene) - timedelta(weeks=past.weeks)
    made = bill(team, day, _lines(number), fields)
    made.ballots, made.about = past.came * 2 // 3, HEARD[number]
    show = stage.put_on(scene, made)
    groups = scene.rng.sample(ALL, past.groups)
    draw = audience.Draw(scene.rng, scene.people, groups)
    people = [*draw.share(past.booked - 4), *draw.themselves(4)]
    turnout.attend(scene, show, people, came=past.came, walk_ins=draw.more(past.walk_ins))
    turnout.let_in(scene, show, turnout.crew(show, draw, CREW, INTERPRETERS))
    return show


def _lines(number: int) -> list[Line]:
    """The latest forum's day, about seven other things: a third of them new each time."""
    found, subject = [], number * 5
    for line in programmes.FORUM_LINES:
        if line.kind == "breakout":
            about = SUBJECTS[subject % len(SUBJECTS)]
            line = line._replace(title=about.title, led_by=about.led_by)
            subject += 1
        found.append(line)
    return found
