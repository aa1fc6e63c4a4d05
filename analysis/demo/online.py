"""An online meeting of more than three hundred, called within a week."""

from datetime import timedelta

from analysis.demo import audience, stage, turnout, words
from analysis.demo.organisations import ALL
from analysis.demo.programmes import Line
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.teams import Team
from forum.models.events import Kind, Mode

BOOKED, CAME, BALLOTS = 352, 309, 88
ONLINE_LINK = "https://meet.millrace.example/emergency"


def meeting(scene: Stage, team: Team) -> Show:
    """A Monday evening eight weeks ago."""
    monday = stage.weekday(scene.today - timedelta(weeks=8), 0)
    title = "Emergency meeting: the new accommodation rules"
    bill = Bill(
        team=team,
        fields={
            "title": title,
            "kind": Kind.MEETING,
            "summary": words.MEETING_SUMMARY,
            "description": words.MEETING_DESCRIPTION,
            "mode": Mode.ONLINE,
            "online_link": ONLINE_LINK,
            "capacity": 400,
            "languages": ["en", "ar", "es", "ti"],
            "getting_in": words.ONLINE_GETTING_IN,
            "agreement": words.AGREEMENT,
        },
        first=monday,
        last=monday,
        hours=("18:30", "20:00"),
        doors="18:15",
        published=stage.at(monday - timedelta(days=8), "16:30"),
        rooms=[],
        lines=[
            Line(0, "18:30", "19:05", "plenary", "", None, "What changes, and from when"),
            Line(0, "19:05", "20:00", "plenary", "", None, "What each of us does this week"),
        ],
        asks=["organisation", "interpretation"],
        ballots=BALLOTS,
        about=["homes", "campaigns", "legal", "care"],
    )
    show = stage.put_on(scene, bill)
    draw = audience.Draw(scene.rng, *audience.with_newcomers(scene.people, ALL, 0, 4))
    people = [*draw.share(BOOKED - 32), *draw.themselves(32)]
    turnout.attend(scene, show, people, came=CAME, how=turnout.join)
    return show
