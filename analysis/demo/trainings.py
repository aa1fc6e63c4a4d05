"""The training series: one every fortnight for a year, each given by another group."""

from datetime import date, timedelta
from typing import Any

from analysis.demo import audience, stage, turnout, words
from analysis.demo.courses import COURSES, Course
from analysis.demo.organisations import ALL
from analysis.demo.programmes import Hall, Line
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.teams import Team
from forum.models import Series
from forum.models.events import Kind, Mode

FORTNIGHT = timedelta(days=15)
TUESDAY, THURSDAY = 1, 3
ONLINE_LINK = "https://meet.millrace.example/trainings"


def load(scene: Stage, team: Team, of: Series) -> None:
    """All of them, the oldest first; the last was about two weeks ago."""
    for before, course in zip(range(len(COURSES), 0, -1), COURSES, strict=True):
        near = scene.today - FORTNIGHT * before - timedelta(days=4)
        day = stage.weekday(near, THURSDAY if course.town else TUESDAY)
        _give(scene, _bill(team, of, course, day), course)


def _bill(team: Team, of: Series, course: Course, day: date) -> Bill:
    """In the evening with the people at home, or in a room in the afternoon."""
    begins, ends = ("13:00", "16:00") if course.town else ("18:00", "20:00")
    rooms = [Hall("Training room", 60, loop=True)] if course.town else []
    where = "Training room" if course.town else ""
    return Bill(
        team=team,
        fields={
            "series": of,
            "title": course.title,
            "kind": Kind.TRAINING,
            "summary": f"{course.summary} Given by {course.given_by.partition(', ')[2]}.",
            "description": words.COURSE_DESCRIPTION,
            "capacity": 60 if course.town else 100,
            "agreement": words.AGREEMENT,
            **_place(course),
        },
        first=day,
        last=day,
        hours=(begins, ends),
        doors="12:40" if course.town else "17:50",
        published=stage.at(day - timedelta(days=40), "11:15"),
        rooms=rooms,
        lines=[
            Line(0, begins, ends, "workshop", where, None, course.title, course.given_by),
        ],
        asks=["organisation", "access", "interpretation"],
        ballots=course.came * 3 // 8,
        about=[course.about],
    )


def _place(course: Course) -> dict[str, Any]:
    if course.town:
        return {
            "public_place": f"{course.town}, near the station",
            "exact_place": f"The Long Table, 12 Bobbin Street, {course.town}",
            "food": "Tea, fruit and cake.",
            "getting_in": words.COURSE_GETTING_IN,
        }
    return {
        "mode": Mode.ONLINE,
        "online_link": ONLINE_LINK,
        "getting_in": words.ONLINE_GETTING_IN,
    }


def _give(scene: Stage, bill: Bill, course: Course) -> Show:
    show = stage.put_on(scene, bill)
    groups = scene.rng.sample(ALL, min(len(ALL), course.booked // 2 + 4))
    draw = audience.Draw(scene.rng, scene.people, groups)
    people = [*draw.share(course.booked - 3), *draw.themselves(3)]
    turnout.attend(scene, show, people, came=course.came)
    return show
