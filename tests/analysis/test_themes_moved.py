"""What moves is told with its bounds: by chance alone hardly ever, and never by hidden counts."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from analysis import chance
from analysis.attendance.figures import Attendance, Together
from analysis.chance import Point
from analysis.findings import moved, small_groups
from analysis.voices import Said, Themes
from forum.models import Event, Series
from forum.models.people import Reach

SPRING = datetime(2021, 3, 6, 10, tzinfo=UTC)
SERIES = Series(title="Casework forums")
LOCAL = ((Reach.LOCAL, 20), (Reach.NATIONAL, 10))
MIXED = ((Reach.LOCAL, 10), (Reach.NATIONAL, 20))


def said_of(*events, names=("Housing", "Legal aid")):
    """Themes of events a year apart; each is (base, counts) with None for what is hidden."""
    rows = tuple(
        Themes(
            Event(
                title=f"Forum {number}",
                starts_at=SPRING + timedelta(days=365 * number),
                series=SERIES,
            ),
            base,
            dict(zip(names, counts, strict=True)),
        )
        for number, (base, counts) in enumerate(events)
    )
    return Said(rows, {name: name for name in names})


def together(said, *reaches):
    rows = tuple(
        Attendance(row.event, organisations=30, reach=reach)
        for row, reach in zip(said.rows, reaches, strict=True)
    )
    return Together(rows)


def test_a_steady_rise_over_all_events_is_told_with_its_bounds():
    said = said_of((41, [9, 18]), (52, [13, 22]), (61, [24, 27]), (58, [31, 26]))
    finding = moved.find(said)
    assert finding.headline == "Housing doubled since 2021, from 9 of 41 to 31 of 58"
    assert finding.words.endswith(
        "That is 34 more of every 100, likely between 13 and 54. 2 themes were compared."
    )
    assert [row[0] for row in finding.table.rows] == ["Legal aid", "Housing"]


def test_up_and_down_is_no_change_however_the_last_compares_with_the_first():
    said = said_of((50, [6, 25]), (50, [26, 24]), (50, [7, 26]), (50, [27, 25]), (50, [20, 24]))
    finding = moved.find(said)
    assert finding.headline == "No clear change in what people raise since 2021"
    assert finding.words.endswith(
        "The largest change, Housing from 6 of 50 to 20 of 50, is within chance when 2 themes are"
        " compared."
    )


def test_two_events_cannot_show_how_much_events_differ():
    finding = moved.find(said_of((60, [6, 20]), (60, [40, 20])))
    assert finding.headline == "Housing rose since 2021, from 6 of 60 to 40 of 60"
    assert finding.words.endswith("Two events cannot show how much events differ by themselves.")


def test_of_many_events_the_first_and_the_latest_four_are_drawn_and_twelve_compared():
    finding = moved.find(said_of(*[(20, [10, None])] * 14))
    assert len(finding.table.headings) == 13
    assert [name for name, _base in finding.drawing.columns] == [
        *("2023", "2031", "2032", "2033", "2034")
    ]
    assert "Drawn are the first and the latest 4 of 12 events." in finding.words


@pytest.mark.parametrize("events", [3, 5])
def test_by_chance_alone_hardly_any_headline_is_made_even_where_events_differ(events):
    rng = random.Random(8)  # noqa: S311 - made-up answers
    alarms = 0
    for _ in range(120):
        histories = []
        for _theme in range(10):
            usual = rng.choice([0.15, 0.3, 0.5])
            shares = [min(0.9, max(0.05, rng.gauss(usual, 0.05))) for _ in range(events)]
            counts = [sum(rng.random() < share for _ in range(40)) for share in shares]
            histories.append([Point(at, count, 40) for at, count in enumerate(counts)])
        alarms += any(change.is_clear for change in chance.changes(histories))
    assert alarms / 120 <= 0.1


def test_what_is_raised_where_most_groups_are_local_is_told_apart():
    said = said_of((60, [30, 6]), (60, [8, 8]), (60, [28, None]), (60, [6, 7]))
    finding = small_groups.find(together(said, LOCAL, MIXED, LOCAL, MIXED), said)
    assert finding.headline == (
        "Housing is raised more where most groups are local: 58 of 120, against 14 of 120"
    )
    assert "2 events where more than half of the organisations were local, and 2 others." in (
        finding.words
    )
    assert "Answers carry no organisation" in finding.words
    assert finding.table.rows == (
        ("Housing", 58, 14),
        ("Legal aid", "6 or more", 15),
    )


def test_what_hidden_counts_could_explain_is_no_difference():
    said = said_of((12, [None, 6]), (12, [6, 6]), names=("Housing", "Legal aid"))
    finding = small_groups.find(together(said, LOCAL, MIXED), said)
    assert finding.headline == ("No clear difference in what is raised where most groups are local")


def test_an_event_whose_reach_is_hidden_is_left_out():
    said = said_of((60, [30, 20]), (60, [8, 22]))
    hidden = ((Reach.LOCAL, None), (Reach.NATIONAL, None))
    finding = small_groups.find(together(said, LOCAL, hidden), said)
    assert (finding.headline, finding.drawing) == (
        "What small groups raise cannot be told yet",
        None,
    )


def test_no_bound_takes_away_more_than_was_there_or_adds_more_than_there_is():
    [change] = chance.changes([[Point(0, 2, 10), Point(1, 1, 10)]])
    assert (round(change.by, 2), round(change.low, 2), change.is_clear) == (-0.1, -0.2, False)
    [change] = chance.changes([[Point(0, 9, 10), Point(1, 9, 10)]])
    assert round(change.high, 2) == 0.1
    assert chance.changes([[Point(0, 9, 10)], []]) == [None, None]
