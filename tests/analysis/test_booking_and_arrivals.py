"""C3 and C4: when people book, and when they arrive."""

from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.charts.columns import Column
from analysis.charts.steps import Rise
from analysis.details import Arrived, Booked, Details, details_of
from analysis.findings import arrivals, booking
from forum.models import Event, Series
from tests.factories import make_event, make_figures, make_host, make_series

LEEDS, YORK = "Forum Leeds, June\N{NO-BREAK SPACE}2026", "Forum York, March\N{NO-BREAK SPACE}2026"
SERIES = Series(title="Forums")


def details(title: str = "Forum Leeds", month: int = 6, **fields: Any) -> Details:
    event = Event(
        title=title,
        starts_at=datetime(2026, month, 3, 10, tzinfo=UTC),
        ends_at=datetime(2026, month, 3, 16, tzinfo=UTC),
        timezone="UTC",
        series=SERIES,
    )
    return Details(event, **fields)


def by_day(*days: tuple[int, int]) -> tuple[Booked, ...]:
    return tuple(Booked(day, day, people) for day, people in days)


def test_bookings_of_the_latest_event_stand_beside_those_of_the_event_before():
    york = details("Forum York", 3, booked=by_day((28, 10), (14, 20), (0, 10)))
    leeds = details(booked=by_day((56, 30), (9, 25), (2, 15)))
    online = details("Not booked", 7)
    found = booking.find([york, leeds, online])
    assert found.headline == "40 of 70 booked in the last 9 days"
    assert found.words == (
        f"{LEEDS}: bookings as they added up, also those given back later."
        f" Beside it the event before, {YORK}: there 30 of 40 booked in the last 14 days."
    )
    assert found.alt == (
        "Line in steps: bookings for Forum Leeds from 56 days before it, rising to 70."
        " 40 of them booked in the last 9 days. Beside it Forum York, which rises to 40."
    )
    assert found.table.headings == (
        "Days before the start",
        f"Booked so far: {LEEDS}",
        f"Booked so far: {YORK}",
    )
    assert found.table.rows == (
        ("56", 30, 0),
        ("28", 30, 10),
        ("14", 30, 30),
        ("9", 55, 30),
        ("2", 70, 30),
        ("0", 70, 40),
    )
    assert found.drawing.rises == (
        Rise("Forum Leeds, June 2026", ((-56, 30), (-9, 55), (-2, 70)), "main"),
        Rise("Forum York, March 2026", ((-28, 10), (-14, 30), (0, 40)), "middle"),
    )
    assert found.drawing.foot == (
        *((-56, "8 weeks before"), (-42, "6 weeks"), (-28, "4 weeks"), (-14, "2 weeks")),
        (0, "the day"),
    )


@pytest.mark.parametrize(
    ("booked", "headline"),
    [
        (by_day((30, 4), (0, 8)), "8 of 12 booked on the day itself"),
        (by_day((30, 9), (1, 3)), "9 of 12 had booked 30 days before"),
        (by_day((30, 3), (1, 4)), "4 of 7 booked in the last day"),
    ],
)
def test_what_is_said_of_other_ways_to_book(booked, headline):
    assert booking.find([details(booked=booked)]).headline == headline


def test_arrivals_by_ten_minutes():
    row = details(
        arrived=(
            Arrived("2026-06-03 09:40", 12),
            Arrived("2026-06-03 09:50", 30),
            Arrived("2026-06-03 10:10", 7),
        )
    )
    found = arrivals.find([row, details("No door", 7)])
    assert found.headline == "Busiest at 9.50 am: 30 people in ten minutes"
    assert found.words == (
        f"{LEEDS}: who came in at the door or joined online, by ten minutes."
        " 42 of 49 were in by 10 am."
    )
    assert found.alt == (
        "Columns by ten minutes: arrivals at Forum Leeds from 9.40 am to 10.10 am."
        " Most came in the ten minutes from 9.50 am: 30."
    )
    assert found.table.rows == (("9.40 am", 12), ("9.50 am", 30), ("10.10 am", 7))
    assert found.drawing.columns == (
        *(Column("9.40 am", 12), Column("9.50 am", 30), Column("10 am", 0), Column("10.10 am", 7)),
    )
    assert found.drawing.line == (2, "Start at 10 am")


def test_of_two_days_the_one_is_drawn_on_which_most_came():
    row = details(
        arrived=(
            *(Arrived("2026-06-03 09:50", 30), Arrived("2026-06-03 16:00", 5)),
            Arrived("2026-06-04 09:30", 8),
        )
    )
    found = arrivals.find([row])
    assert found.words == (
        f"{LEEDS}: who came in at the door or joined online, by ten minutes."
        " Only Wednesday 3 June is drawn; the table has the other days."
        " The four busiest hours; the table has the others. 30 of 43 were in by 10 am."
    )
    assert found.table.rows == (
        ("3 June, 9.50 am", 30),
        ("3 June, 4 pm", 5),
        ("4 June, 9.30 am", 8),
    )
    assert [column.value for column in found.drawing.columns] == [30, *[0] * 23]


def test_without_figures_it_is_said_when_there_will_be_some():
    for finding in (booking.find([details()]), arrivals.find([details()])):
        assert finding.headline.startswith("Nothing to show yet of when people")
        assert (finding.table, finding.drawing) == (None, None)


@pytest.mark.django_db
def test_who_may_not_see_people_is_shown_stretches_of_five_and_no_few_arrivals():
    event = make_event(make_host())
    make_figures(
        event,
        booked=27,
        came=30,
        heads=4,
        details={
            "booked_by_days_before": {"40": 2, "33": 1, "30": 4, "9": 12, "8": 5, "2": 3},
            "arrivals": {"2026-06-03 09:40": 12, "2026-06-03 09:50": 8, "2026-06-03 10:10": 3},
        },
    )
    whole = details_of([event], exact=True)[event.pk]
    shown = details_of([event], exact=False)[event.pk]
    assert [stretch.people for stretch in whole.booked] == [2, 1, 4, 12, 5, 3]
    assert shown.booked == (Booked(41, 28, 7), Booked(27, 0, 20))
    assert [step.people for step in whole.arrived] == [12, 8, 3]
    # Three came in after the start, and three more when nobody knows: together they are six.
    assert [step.people for step in shown.arrived] == [12, 8, None]
    words = booking.find([shown])
    assert words.headline == "20 of 27 booked in the last 27 days"
    assert words.table.rows == (("28", 7), ("0", 27))
    assert arrivals.find([shown]).words.endswith("Counts of 1 to 4 are not shown.")


@pytest.mark.django_db
def test_the_event_before_in_the_series_is_read_however_long_ago(django_assert_num_queries):
    host = make_host()
    series = make_series(host)
    events = [
        make_event(
            host,
            starts_at=datetime(2024, 1, day, 10, tzinfo=UTC),
            series=series if day in {1, 15} else None,
        )
        for day in range(1, 16)
    ]
    for event in events:
        make_figures(event)
    with django_assert_num_queries(1):
        found = details_of(events, exact=True)
    assert [row.event for row in found.values()] == [events[0], *events[4:]]
