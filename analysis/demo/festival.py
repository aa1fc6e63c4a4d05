"""A festival of a month: an opening, two things every week, and a last evening together."""

from datetime import date, timedelta
from typing import NamedTuple

from analysis.demo import audience, stage, turnout, words
from analysis.demo.organisations import ALL
from analysis.demo.programmes import Hall, Line
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.teams import Team
from forum.models import Series
from forum.models.events import Kind

WEEKS = 4


class Activity(NamedTuple):
    """What happens on one day: days after the opening, hours, how many booked, came, dropped in."""

    day: int
    title: str
    summary: str
    hours: tuple[str, str]
    booked: int
    came: int
    dropped_in: int
    ballots: int = 0


OPENING = Activity(
    0, "Festival opening: one long table", words.OPENING_SUMMARY, ("17:00", "21:00"), 48, 40, 17, 14
)
CLOSING = Activity(
    30, "Festival: the last evening", words.CLOSING_SUMMARY, ("16:00", "20:00"), 52, 43, 21, 19
)
# Booked, came and dropped in, week by week: word goes round. Once people were asked for their
# thoughts, and three wrote something: too few to open.
SEWING = [(11, 8, 9), (12, 10, 12, 3), (9, 8, 16), (14, 11, 18)]
WALKS = [(6, 4, 11), (7, 6, 8), (5, 5, 15), (8, 6, 19)]


def load(scene: Stage, hosts: list[Team], of: Series) -> None:
    """From a Friday about four months ago, run by the first of the hosts with the others."""
    friday = stage.weekday(scene.today - timedelta(weeks=19), 4)
    for activity in _month():
        _hold(scene, _bill(hosts, of, activity, friday), activity)


def _month() -> list[Activity]:
    weekly = []
    for week in range(WEEKS):
        evening, morning = 7 * week + 4, 7 * week + 8
        title, words_of = f"Sewing and stories, week {week + 1}", words.SEWING_SUMMARY
        weekly.append(Activity(evening, title, words_of, ("17:30", "20:00"), *SEWING[week]))
        title, words_of = f"Slow walk and tea, week {week + 1}", words.WALK_SUMMARY
        weekly.append(Activity(morning, title, words_of, ("10:30", "13:00"), *WALKS[week]))
    return [OPENING, *weekly, CLOSING]


def _bill(hosts: list[Team], of: Series, activity: Activity, friday: date) -> Bill:
    day = friday + timedelta(days=activity.day)
    begins, ends = activity.hours
    return Bill(
        team=hosts[0],
        hosts=hosts[1:],
        fields={
            "series": of,
            "title": activity.title,
            "kind": Kind.FESTIVAL,
            "summary": activity.summary,
            "description": words.FESTIVAL_DESCRIPTION,
            "public_place": "Leeds, Holbeck side",
            "exact_place": "The Dye House and its yard, 2 Madder Row, Leeds",
            "capacity": 90,
            "languages": ["en", "ar", "es", "ti"],
            "cost": "Free; bring something to share if you can",
            "food": "Soup and bread, vegan and halal.",
            "getting_in": words.COURSE_GETTING_IN,
            "agreement": words.AGREEMENT,
        },
        first=day,
        last=day,
        hours=activity.hours,
        doors=begins,
        published=stage.at(friday - timedelta(days=30), "10:40"),
        rooms=[Hall("Dye House", 120, loop=True)],
        lines=[Line(0, begins, ends, "social", "Dye House", None, activity.title)],
        asks=["organisation", "access"],
        ballots=activity.ballots,
        about=["others", "care"],
    )


def _hold(scene: Stage, bill: Bill, activity: Activity) -> Show:
    """Some book; as many again come by. Who comes for nobody gives no name and is counted."""
    show = stage.put_on(scene, bill)
    draw = audience.Draw(scene.rng, scene.people, scene.rng.sample(ALL, 24))
    people = [*draw.share(activity.booked - 2), *draw.themselves(2)]
    alone = draw.themselves(activity.dropped_in // 2)
    by = [*draw.share(activity.dropped_in - len(alone)), *alone]
    scene.rng.shuffle(by)
    named = [person for person in by if person.group]
    turnout.attend(scene, show, people, came=activity.came, walk_ins=named)
    turnout.tally(show, len(alone), bill.team.door[0])
    return show
