"""Events to come where places are few: a full training, and an evening that names nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from analysis.demo import audience, forums, promised, stage, words
from analysis.demo.audience import Draw
from analysis.demo.programmes import Hall, Line
from analysis.demo.stage import Show, Stage
from analysis.demo.teams import Team
from forum import complaints
from forum.models import Event
from forum.models.events import Kind, Visibility
from registrations import approving, booking, own_questions, place_rules, waiting_list
from registrations.models import PlaceRules, Registration
from registrations.models.questions import AnswerKind

PLACES, WAITING, KEPT = 16, 5, 4
ROOMS = [Hall("Bright room", 24, loop=True), Hall("Small room", 10, quiet=True)]
TRAINING = [
    Line(0, "10:00", "11:30", "workshop", "Bright room", None, "When somebody tells you"),
    Line(0, "12:00", "13:30", "workshop", "Bright room", None, "Who to tell, and when"),
]
EVENING = [Line(0, "18:00", "20:00", "plenary", "Bright room", None, "What to say, and what not")]
ASKED = ["organisation", "food", "access", "childcare", "travel", "photo"]
DECLINED = "This evening is for people who live in the city. The helpline is open to everybody."
COMPLAINT = "My name stood on a list by the door on the day, where everybody could read it."
REACHED = "07700 900461"


def full_training(scene: Stage, team: Team) -> Show:
    """16 places, four of them kept for local groups; five wait, and one is offered a place."""
    day = stage.weekday(scene.today + timedelta(days=15), 3)
    fields = {
        "title": "Keeping people safe, Bradford",
        "kind": Kind.TRAINING,
        "summary": words.SAFE_SUMMARY,
        "description": words.COURSE_DESCRIPTION,
        "public_place": "Bradford, near the Interchange",
        "exact_place": "Wool Row Rooms, 8 Carder Street, Bradford",
        "capacity": PLACES,
        "food": "A vegetarian and halal lunch",
        "getting_in": words.COURSE_GETTING_IN,
    }
    bill = replace(
        forums.bill(team, day, TRAINING, fields),
        hours=("10:00", "13:30"),
        rooms=ROOMS,
        asks=ASKED,
        published=stage.at(scene.today - timedelta(days=20), "11:00"),
    )
    show = stage.put_on(scene, bill)
    _rules(
        show, kept=KEPT, kept_for=["local"], kept_until=stage.at(day - timedelta(days=8), "18:00")
    )
    _own_questions(show)
    rows = _fill(scene, show)
    _give_one_back(scene, show, rows)
    promised.help_with_travel(scene, show, rows)
    return show


def _rules(show: Show, **chosen: Any) -> None:
    when = show.bill.published
    rules = PlaceRules(event=show.event, **chosen)
    place_rules.choose(event=show.event, rules=rules, by=show.bill.team.organiser, now=when)


def _own_questions(show: Show) -> None:
    by = show.bill.team.organiser
    said = own_questions.Said(
        label="How long have you helped people with their cases?",
        kind=AnswerKind.CHOICE,
        options=["I am about to begin", "Up to a year", "Longer"],
        owner=by,
        purpose="So that we can mix beginners with others",
    )
    own_questions.add(event=show.event, said=said, by=by)


def _fill(scene: Stage, show: Show) -> list[Registration]:
    """As many as take the places, and those who wait; by the time of booking."""
    draw = Draw(scene.rng, scene.people, audience.groups(8, 6, 3, 0))
    people = draw.share(PLACES + WAITING)
    moments = scene.between(show.opened, scene.now - timedelta(days=2), len(people))
    rows = stage.book(show, people, moments)
    placed = [(row, when) for row, when in zip(rows, moments, strict=True) if row.has_a_place]
    others = [(row, when) for row, when in zip(rows, moments, strict=True) if row.is_waiting]
    for kind, told in (("confirmation", placed), ("waiting_list", others)):
        stage.tell([row for row, _ in told], kind, [when for _, when in told])
    return rows


def _give_one_back(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Somebody cancelled this morning, and the first in line has until tomorrow to answer."""
    first = next(row for row in rows if row.has_a_place)
    when = scene.now - timedelta(hours=3)
    booking.cancel(registration=first, now=when)
    show.diary.note("told", first.id, when)
    show.diary.note_all(waiting_list.WAS_OFFERED, when)


def quiet_evening(scene: Stage, team: Team) -> Show:
    """An unlisted evening: its mails name nobody, and the team answers each booking."""
    day = stage.weekday(scene.today + timedelta(days=12), 1)
    fields = {
        "title": "Know your rights at home, Sheffield",
        "kind": Kind.WORKSHOP,
        "summary": words.QUIET_SUMMARY,
        "description": words.COURSE_DESCRIPTION,
        "public_place": "Sheffield, near the station",
        "exact_place": "Upstairs at the Old Bindery, 2 Quire Lane, Sheffield",
        "place_released_at": stage.at(day - timedelta(days=3), "09:00"),
        "capacity": 12,
        "visibility": Visibility.UNLISTED,
        "is_discreet": True,
        "food": "Tea and something sweet",
        "cost": "Free",
    }
    bill = replace(
        forums.bill(team, day, EVENING, fields),
        hours=("18:00", "20:00"),
        doors="17:40",
        rooms=ROOMS[:1],
        asks=["access"],
        published=stage.at(scene.today - timedelta(days=6), "12:30"),
    )
    show = stage.put_on(scene, bill)
    _rules(show, needs_approval=True, answer_by=day - timedelta(days=4))
    _answer(scene, show)
    return show


def _answer(scene: Stage, show: Show) -> None:
    """Eight asked to come: four were told yes, one no, and three wait for their answer."""
    draw = Draw(scene.rng, scene.people, [])
    people = draw.themselves(8)
    moments = scene.between(show.opened, scene.now - timedelta(hours=5), len(people))
    rows = stage.book(show, people, moments)
    stage.tell(rows, "received", moments)
    by = show.bill.team.organiser
    for row, asked in zip(rows[:5], moments, strict=False):
        when = asked + timedelta(hours=4)
        show.diary.note("told", row.id, when)
        if row is rows[2]:
            approving.decline(registration=row, by=by, reason=DECLINED, now=when)
            show.diary.note(approving.DECLINED, row.id, when)
        else:
            approving.approve(registration=row, by=by, now=when)
            show.diary.note(approving.APPROVED, row.id, when)


def complain(scene: Stage, event: Event) -> None:
    """Somebody wrote to the team of the latest forum a week ago, and waits for an answer."""
    complaints.make(event=event, text=COMPLAINT, contact=REACHED, now=scene.now - timedelta(days=7))
