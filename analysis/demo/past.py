"""The events that are over: a casework forum, a summit of two days, a workshop."""

from datetime import timedelta

from analysis.demo import audience, programmes, stage, turnout, words
from analysis.demo.stage import Bill, Stage
from analysis.demo.teams import Team
from forum.models import Event, Series
from forum.models.events import Kind

ALL_QUESTIONS = ["organisation", "food", "allergy", "access", "interpretation", "photo"]


def casework_forum(scene: Stage, team: Team, of: Series) -> Event:
    """Ten days ago, or the working day before: 45 organisations, 80 places, all of them taken."""
    day = scene.today - timedelta(days=10)
    day -= timedelta(days=max(0, day.weekday() - 4))
    bill = Bill(
        team=team,
        fields={
            "series": of,
            "title": "Casework forum, Leeds",
            "kind": Kind.FORUM,
            "summary": words.FORUM_SUMMARY,
            "description": words.FORUM_DESCRIPTION,
            "public_place": "Leeds, near the station",
            "exact_place": "Harbottle House, 6 Mill Goit, Leeds",
            "capacity": 80,
            "languages": ["en", "ar"],
            "cost": "Free, with lunch",
            "food": "Lunch is vegetarian and halal, with vegan plates for those who ask.",
            "getting_in": words.FORUM_GETTING_IN,
            "arrangements": words.FORUM_ARRANGEMENTS,
            "agreement": words.AGREEMENT,
        },
        first=day,
        last=day,
        hours=("10:00", "16:30"),
        doors="09:30",
        published=stage.at(day - timedelta(days=56), "09:20"),
        rooms=programmes.FORUM_ROOMS,
        lines=programmes.FORUM_LINES,
        asks=ALL_QUESTIONS,
    )
    show = stage.put_on(bill)
    draw = audience.Draw(scene.rng, scene.people, audience.groups(27, 9, 8, 1))
    first = draw.share(76)
    people = [*first, *draw.themselves(4)]
    booked = turnout.fill(scene, show, people, late=draw.more(5), leaving=first[:6])
    # Nobody stays away whose group sent nobody else: the first ones drawn are not alone.
    away = {person.name for person in first[6:12]}
    came = [row for row in booked if row.badge_name not in away]
    turnout.let_in(scene, show, [*turnout.crew(show, draw, 5, 2), *came])
    turnout.walk_ins(show, draw.more(2), team.door[0])
    return show.wrap_up()


def summit(scene: Stage, team: Team, other: Team) -> Event:
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
    )
    show = stage.put_on(bill)
    draw = audience.Draw(scene.rng, scene.people, audience.groups(27, 10, 9, 3, newest=True))
    first = draw.share(112)
    people = [*first, *draw.themselves(8)]
    booked = turnout.fill(scene, show, people, late=draw.more(6), leaving=first[:5])
    came = scene.rng.sample(booked, len(booked) - 9)
    turnout.let_in(scene, show, [*turnout.crew(show, draw, 8, 3), *came])
    show.event.messages.all().delete()  # a month after the event no row of a mail is left
    return show.wrap_up()


def workshop(scene: Stage, team: Team, other: Team) -> Event:
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
    )
    show = stage.put_on(bill)
    chosen = audience.near({"London", "South East", "East of England"}, 9, 5, 8)
    draw = audience.Draw(scene.rng, scene.people, chosen)
    people = [*draw.share(26), *draw.themselves(2)]
    booked = turnout.fill(scene, show, people, late=[], leaving=people[:2])
    turnout.let_in(scene, show, scene.rng.sample(booked, len(booked) - 3))
    show.event.messages.all().delete()
    return show.wrap_up()
