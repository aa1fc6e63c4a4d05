"""Two events that are over: a summit of two days, and a workshop."""

from datetime import timedelta

from analysis.demo import audience, programmes, stage, turnout, words
from analysis.demo.forums import ALL_QUESTIONS
from analysis.demo.stage import Bill, Show, Stage
from analysis.demo.teams import Team
from forum.models.events import Kind


def summit(scene: Stage, team: Team, other: Team) -> Show:
    """A Friday and a Saturday about four months ago, run by both hosts, 120 places."""
    friday = stage.weekday(scene.today - timedelta(weeks=17), 4)
    bill = Bill(
        team=team,
        hosts=[other],
        fields={
            "title": "Organisers’ summit, Birmingham",
            "kind": Kind.SUMMIT,
            "summary": words.SUMMIT_SUMMARY,
            "description": words.SUMMIT_DESCRIPTION,
            "public_place": "Birmingham, Digbeth side",
            "exact_place": "The Old Tram Works, 21 Copper Wharf, Birmingham",
            "capacity": 120,
            "languages": ["en", "ar", "ti", "bfi"],
            "cost": "Free, with lunch on Saturday and supper on Friday",
            "food": "All meals are vegan, and cooked without nuts.",
            "getting_in": words.SUMMIT_GETTING_IN,
            "arrangements": words.SUMMIT_ARRANGEMENTS,
            "agreement": words.AGREEMENT,
        },
        first=friday,
        last=friday + timedelta(days=1),
        hours=("13:00", "16:00"),
        doors="12:15",
        published=stage.at(friday - timedelta(days=80), "16:10"),
        rooms=programmes.SUMMIT_ROOMS,
        lines=programmes.SUMMIT_LINES,
        asks=ALL_QUESTIONS,
        ballots=61,
        about=["campaigns", "others", "detention"],
    )
    show = stage.put_on(scene, bill)
    draw = audience.Draw(scene.rng, scene.people, audience.groups(27, 10, 9, 3, newest=True))
    first = draw.share(112)
    people = [*first, *draw.themselves(8)]
    booked = turnout.fill(scene, show, people, late=draw.more(6), leaving=first[:5])
    came = scene.rng.sample(booked, len(booked) - 9)
    turnout.let_in(scene, show, [*turnout.crew(show, draw, 8, 3), *came])
    return show


def workshop(scene: Stage, team: Team, other: Team) -> Show:
    """A Wednesday afternoon six weeks ago in London, led by the second host."""
    day = stage.weekday(scene.today - timedelta(weeks=6), 2)
    bill = Bill(
        team=other,
        hosts=[team],
        fields={
            "title": "What refusal letters leave out: findings workshop",
            "kind": Kind.WORKSHOP,
            "summary": words.WORKSHOP_SUMMARY,
            "description": words.WORKSHOP_DESCRIPTION,
            "public_place": "London, near Mile End",
            "exact_place": "Second floor, Ropewalk Yard, 40 Canal Approach, London",
            "capacity": 32,
            "cost": "Free, with tea",
            "food": "Tea and cake; one cake is vegan and without gluten.",
            "getting_in": words.WORKSHOP_GETTING_IN,
            "contact_name": "Caspian Thwaite",
            "contact_email": "findings@quayside.example",
            "contact_phone": "020 7946 0318",
            "agreement": words.AGREEMENT,
        },
        first=day,
        last=day,
        hours=("13:30", "16:30"),
        doors="13:00",
        published=stage.at(day - timedelta(days=35), "11:45"),
        rooms=programmes.WORKSHOP_ROOMS,
        lines=programmes.WORKSHOP_LINES,
        asks=["organisation", "access", "photo"],
        ballots=13,
        about=["letters", "legal"],
    )
    show = stage.put_on(scene, bill)
    chosen = audience.near({"London", "South East", "East of England"}, 9, 5, 8)
    draw = audience.Draw(scene.rng, scene.people, chosen)
    people = [*draw.share(26), *draw.themselves(2)]
    booked = turnout.fill(scene, show, people, late=[], leaving=people[:2])
    turnout.let_in(scene, show, scene.rng.sample(booked, len(booked) - 3))
    return show
