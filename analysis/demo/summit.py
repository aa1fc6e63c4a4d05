"""A regional summit of two days, which three hosts run together."""

from datetime import timedelta

from analysis.demo import audience, programmes, stage, turnout, words
from analysis.demo.forums import ALL_QUESTIONS
from analysis.demo.organisations import ALL, Group
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.teams import Team
from forum.models.events import Kind

NORTH = {"North West", "North East", "Yorkshire and the Humber", "Scotland", "Wales"}
GROUPS, BOOKED, CAME, BALLOTS = 42, 131, 120, 71


def regional(scene: Stage, team: Team, others: list[Team]) -> Show:
    """A Saturday and a Sunday ten weeks ago: 120 people came, most of them from the north."""
    saturday = stage.weekday(scene.today - timedelta(weeks=11), 5)
    bill = Bill(
        team=team,
        hosts=others,
        fields={
            "title": "Northern summit, Durham",
            "kind": Kind.SUMMIT,
            "summary": words.REGIONAL_SUMMARY,
            "description": words.REGIONAL_DESCRIPTION,
            "public_place": "Durham, up the hill",
            "exact_place": "Gilesgate Moor School, 80 Fellside Road, Durham",
            "capacity": 132,
            "languages": ["en", "ar", "ti", "es"],
            "cost": "Free, with meals on both days; a bed if you ask",
            "food": "All meals are vegetarian; halal and vegan plates are marked.",
            "getting_in": words.REGIONAL_GETTING_IN,
            "arrangements": words.SUMMIT_ARRANGEMENTS,
            "agreement": words.AGREEMENT,
        },
        first=saturday,
        last=saturday + timedelta(days=1),
        hours=("10:30", "15:30"),
        doors="09:45",
        published=stage.at(saturday - timedelta(days=90), "15:20"),
        rooms=programmes.REGIONAL_ROOMS,
        lines=programmes.REGIONAL_LINES,
        asks=ALL_QUESTIONS,
        ballots=BALLOTS,
        about=["others", "volunteers", "legal", "homes"],
    )
    show = stage.put_on(scene, bill)
    draw = audience.Draw(scene.rng, scene.people, _groups(scene))
    people = [*draw.share(BOOKED - 9), *draw.themselves(9)]
    turnout.attend(scene, show, people, came=CAME)
    turnout.let_in(scene, show, turnout.crew(show, draw, 7, 4))
    return show


def _groups(scene: Stage) -> list[Group]:
    """All of the north, and some from elsewhere."""
    near = [group for group in ALL if group.region in NORTH]
    far = [group for group in ALL if group.region not in NORTH]
    return [*near, *scene.rng.sample(far, GROUPS - len(near))]
