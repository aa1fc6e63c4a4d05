"""The events to come: a forum that is nearly full, and a training that is not ready."""

from dataclasses import replace
from datetime import timedelta

from analysis.demo import (
    audience,
    forums,
    kitchen,
    programmes,
    promised,
    seats,
    stage,
    turnout,
    words,
)
from analysis.demo.diary import Diary
from analysis.demo.stage import Show, Stage
from analysis.demo.teams import Team
from forum import publishing
from forum.models import Event, Message, Series
from forum.models.events import Kind, Mode
from forum.models.ground import MessageState
from registrations import booking, drafts, needs, questions
from registrations.models import Registration

# Of the places taken some go later to those whom a helper registers, and to two who come together.
PLACES, TAKEN, LATER = 80, 74, promised.HELPED + 2


def casework_forum(scene: Stage, team: Team, of: Series) -> Show:
    """A Wednesday in about four weeks: 74 of 80 places taken, and things to do for the team."""
    day = stage.weekday(scene.today + timedelta(days=24), 2)
    fields = {
        "series": of,
        "title": "Casework forum, Manchester",
        "summary": "A day for frontline caseworkers about homes: losing one, finding one, "
        "keeping one. Bring a case, and take home three people you can ring.",
        "description": words.NEXT_DESCRIPTION,
        "public_place": "Manchester, Ancoats",
        "exact_place": "Doubling Mill, first floor, 3 Cotton Stair, Manchester",
        "capacity": PLACES,
    }
    published = stage.at(scene.today - timedelta(days=23), "10:05")
    bill = forums.bill(team, day, programmes.NEXT_LINES, fields)
    show = stage.put_on(scene, replace(bill, published=published))
    rows = _book(scene, show)
    _end_earlier(scene, show, rows)
    _team_deeds(scene, show, rows)
    _mails_that_came_back(rows)
    _begin(scene, show.event)
    kitchen.load(scene, show)
    promised.load(scene, show)
    seats.draft(show, scene.now - timedelta(hours=2))
    return show


def _book(scene: Stage, show: Show) -> list[Registration]:
    """As many as take the places, three who cancelled, and who works there. By time of booking."""
    draw = audience.Draw(scene.rng, scene.people, audience.groups(26, 9, 8, 1))
    people = [*draw.share(TAKEN - LATER - 2), *draw.themselves(5)]
    scene.rng.shuffle(people)
    moments = scene.between(show.opened, scene.now - timedelta(minutes=25), len(people))
    rows = stage.book(show, people, moments)
    stage.tell(rows, "confirmation", moments)
    for index, days in ((10, 9), (20, 5), (30, 1)):
        cancelled = scene.now - timedelta(days=days, hours=2)
        turnout.cancel(show, rows[index], max(cancelled, moments[index]))
    turnout.crew(show, draw, 6, 2)
    return [row for row in rows if row.has_a_place]


def _end_earlier(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Half an hour was taken off the end six days ago, and everybody was told."""
    when = scene.now - timedelta(days=6, hours=3)
    by, ends_at = show.bill.team.organiser, show.event.ends_at - timedelta(minutes=30)
    publishing.change(event=show.event, by=by, fields={"ends_at": ends_at}, now=when)
    show.diary.note("changed the event", show.event.id, when)
    told = when + timedelta(minutes=1)
    show.event.changes.update(told_at=told)
    before = [row for row in rows if row.created_at < when]
    stage.tell(before, "event_changed", [told] * len(before))


def _team_deeds(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """The needs lead has read what three people asked for; the organiser mended an answer."""
    team = show.bill.team
    for number, row in enumerate(rows[:3]):
        needs.read(registration=row, by=team.needs_lead)
        when = scene.now - timedelta(days=1, minutes=50 - number * 4)
        show.diary.note("read needs", row.id, when)
    when = scene.now - timedelta(hours=4)
    booking.change(registration=rows[4], answers={"photo": "no"}, by=team.organiser, now=when)
    show.diary.note("changed a booking", rows[4].id, when)


def _mails_that_came_back(rows: list[Registration]) -> None:
    """Two addresses do not exist: the team has to reach these people in another way."""
    wrong = [row.id for row in rows if row.email][-2:]
    Message.objects.filter(row_id__in=wrong, kind="confirmation").update(
        state=MessageState.FAILED, sent_at=None, problem="The address does not exist"
    )


def _begin(scene: Stage, event: Event) -> None:
    """Two people are in the middle of the form."""
    for name, hours in (("Wiremu", 3), ("Saoirse", 30)):
        when = scene.now - timedelta(hours=hours)
        draft = booking.start(event=event, now=when)
        drafts.save(registration=draft, answers={"name": name, "contact_by": "page"}, now=when)


def training(scene: Stage, team: Team) -> Event:
    """A draft: the room is not booked, and nobody has written how to get in."""
    day = stage.weekday(scene.today + timedelta(weeks=8), 3)
    fields = {
        "title": "First contact: training for door volunteers",
        "kind": Kind.TRAINING,
        "summary": words.TRAINING_SUMMARY,
        "mode": Mode.HYBRID,
        "starts_at": stage.at(day, "18:00"),
        "ends_at": stage.at(day, "21:00"),
        "capacity": 24,
        "created_at": scene.now - timedelta(days=1),
    }
    event = publishing.create(host=team.host, by=team.organiser, fields=fields)
    questions.switch_on_defaults(event)
    Diary(scene.now - timedelta(days=1)).date_the_trail(event)
    return event
