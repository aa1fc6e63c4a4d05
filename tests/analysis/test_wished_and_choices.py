"""C10 and C11: first choices against places, and how far choices were met."""

from typing import Any

import pytest

from analysis.charts.bars import Bar
from analysis.charts.bullets import Bullet
from analysis.charts.stacked import Block, Row
from analysis.details import Details, Wished, details_of
from analysis.findings import choices, wished
from forum.models import Event
from tests.analysis.test_booking_and_arrivals import LEEDS, YORK, details
from tests.factories import make_event, make_figures, make_host

RAIDS = Wished("Raids", "Morning", 25, 41, 24, is_ticked=True)
LETTERS = Wished("Letters", "Morning", 30, 12, None, is_ticked=True)
HOMES = Wished("Homes", "Afternoon", None, 8, None, is_ticked=False)


def test_sessions_with_more_first_choices_than_places():
    found = wished.find([details(wished=(LETTERS, HOMES, RAIDS))])
    assert found.headline == "41 wanted the 25 places of “Raids”"
    assert found.words == (
        f"{LEEDS}: first choices of people with a place, and how many came in."
        " Counts of 1 to 4 are not shown."
    )
    assert found.alt == (
        "Bars with a tick for places: first choices of 3 sessions at Forum Leeds."
        " Most for “Raids”: 41 for 25 places. Fewest shown for “Homes”: 8."
    )
    assert found.table.headings == ("Session", "When", "First choices", "Places", "Came")
    assert found.table.rows == (
        ("Raids", "Morning", 41, 25, 24),
        ("Letters", "Morning", 12, 30, None),
        ("Homes", "Afternoon", 8, "no limit", "not known"),
    )
    assert found.drawing.bullets == (
        Bullet(
            "Raids, Morning, 25\N{NO-BREAK SPACE}places",
            (Bar(((41, "pale"),), "41 first choices"), Bar(((24, "main"),), "24 came")),
            25,
        ),
        Bullet(
            "Letters, Morning, 30\N{NO-BREAK SPACE}places",
            (Bar(((12, "pale"),), "12 first choices"), Bar((), "came: not shown")),
            30,
        ),
        Bullet("Homes, Afternoon", (Bar(((8, "pale"),), "8 first choices"),), None),
    )


@pytest.mark.parametrize(
    ("sessions", "headline"),
    [
        ((LETTERS,), "There was room for every first choice"),
        ((HOMES,), "“Homes” was wanted most, by 8"),
    ],
)
def test_what_is_said_where_nothing_was_over_asked(sessions, headline):
    assert wished.find([details(wished=sessions)]).headline == headline


def met(*counts: int | None) -> dict[str, int | None]:
    return dict(zip(("first", "second", "third", "other", "none"), counts, strict=True))


def test_choices_met_event_by_event_the_latest_first():
    rows = [
        details("Forum York", 3, met=met(30, None, 0, None, 0), seats=38),
        details("Not told", 4, met=met(30, None, 0, None, 0)),
        details(met=met(92, 42, 0, 12, 0), seats=146),
    ]
    found = choices.find(rows)
    assert found.headline == "92 of 146 got their first choice"
    assert found.words == (
        f"At {LEEDS}. One seat for each person and each time to choose for; who chose nothing is"
        " not in it. Counts of 1 to 4 are not shown."
    )
    assert found.alt == (
        "One bar for each of 2 events, parted by which choice people got. At Forum Leeds:"
        " 92 first choice, 42 second choice, 12 another session."
    )
    assert found.table.rows == ((LEEDS, 92, 42, 0, 12, 0), (YORK, 30, None, 0, None, 0))
    answers = (("First choice", "main"), ("Second choice", "middle"), ("Another session", "rule"))
    assert found.drawing.blocks == (
        Block(
            answers,
            (
                Row(f"{LEEDS}: 146\N{NO-BREAK SPACE}seats", (92, 42, 12)),
                Row(f"{YORK}: 38\N{NO-BREAK SPACE}seats", (30, None, None), 8),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        (met(20, 0, 0, 0, 0), "All 20 got their first choice"),
        (met(20, None, None, 0, 0), "20 of 29 got their first choice"),
        (met(None, 20, 0, 0, None), "What people were given of their choices at Forum Leeds"),
    ],
)
def test_what_is_said_where_a_part_is_hidden(counts, headline):
    seats = 20 if counts["second"] == 0 else 29
    assert choices.find([details(met=counts, seats=seats)]).headline == headline


def test_without_figures_it_is_said_when_there_will_be_some():
    for finding in (wished.find([details()]), choices.find([details()])):
        assert finding.headline.startswith("Nothing to show yet of")
        assert (finding.table, finding.drawing) == (None, None)


def shown(event: Event, kept: dict[str, Any], *, exact: bool) -> Details:
    make_figures(event, details=kept)
    return details_of([event], exact=exact)[event.pk]


@pytest.mark.django_db
def test_who_may_not_see_people_is_shown_no_few_choices_nor_what_tells_them():
    event = make_event(make_host())
    places = {"slot": "Morning", "places": 20}
    kept: dict[str, Any] = {
        "sessions": [
            {"title": "Raids", **places, "first_choices": 22, "placed": 20, "came": 19},
            {"title": "Letters", **places, "first_choices": 9, "placed": 9, "came": None},
            {"title": "Homes", **places, "first_choices": 3, "placed": 5},
        ],
        "choices_met": {"first": 25, "second": 9, "third": 0, "other": 0, "none": 0},
    }
    exact = shown(event, kept, exact=True)
    assert [(each.first, each.came) for each in exact.wished] == [(22, 19), (9, None), (3, None)]
    hidden = shown(event, kept, exact=False)
    assert [(each.first, each.came) for each in hidden.wished] == [
        *((22, 19), (None, None), (None, None))
    ]
    assert hidden.met == exact.met == met(25, 9, 0, 0, 0)
    assert hidden.seats == exact.seats == 34
    # Three booked after people were placed: 34 first choices, and 31 seats.
    kept["choices_met"]["first"] = 22
    assert shown(event, kept, exact=True).met == met(22, 9, 0, 0, 0)
    hidden = shown(event, kept, exact=False)
    assert (hidden.met, hidden.seats) == (met(None, None, None, None, None), None)


@pytest.mark.django_db
def test_nor_how_few_chose_nothing_though_everybody_with_a_place_could():
    event = make_event(make_host())
    slot = {"slot": "Morning", "places": 20, "placed": 0}
    kept = {
        "sessions": [
            {"title": "Raids", **slot, "first_choices": 22},
            {"title": "Letters", **slot, "first_choices": 15},
        ],
        "choices_met": {"first": 30, "second": 7, "third": 0, "other": 0, "none": 0},
    }
    make_figures(event, confirmed=40)
    hidden = shown(event, kept, exact=False)
    assert [each.first for each in hidden.wished] == [22, None]
    assert (hidden.met, hidden.seats) == (met(30, None, 0, 0, 0), None)
    make_figures(event, confirmed=37)
    hidden = shown(event, kept, exact=False)
    assert [each.first for each in hidden.wished] == [22, 15]
    assert (hidden.met, hidden.seats) == (met(30, 7, 0, 0, 0), 37)
