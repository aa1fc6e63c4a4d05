"""C6 and C14: organisations that came for the first time, and where organisations are from."""

from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.attendance.figures import Attendance, Together
from analysis.charts.bars import Bar, Group
from analysis.findings import first_time, regions
from forum.models import Event
from tests.analysis.test_booking_and_arrivals import LEEDS, SERIES


def row(title: str = "Forum Leeds", month: int = 6, **counts: Any) -> Attendance:
    starts_at = datetime(2026, month, 3, 10, tzinfo=UTC)
    event = Event(title=title, starts_at=starts_at, timezone="UTC", series=SERIES)
    return Attendance(event, **counts)


def test_new_and_returning_organisations_the_latest_event_first():
    york = row("Forum York", 3, organisations=30, new=30, returning=0)
    leeds = row(organisations=45, new=19, returning=26)
    nobody = row("Nobody", 7)
    told = row("Told", 8, organisations=9, new=None, returning=None, counted="totals")
    found = first_time.find(Together(rows=(york, leeds, nobody, told)))
    assert found.headline == "19 of 45 organisations came for the first time"
    assert found.words == (
        f"At {LEEDS}. New is who came to none of our events before. 2 events, the latest first."
    )
    assert found.alt == (
        "Bars in two parts: organisations at 2 events. At Forum Leeds 19 new, 26 returning."
        " The earliest, Forum York: 30 new, 0 returning."
    )
    assert found.table.rows == (
        (LEEDS, 45, 19, 26),
        ("Forum York, March\N{NO-BREAK SPACE}2026", 30, 30, 0),
    )
    assert found.drawing.groups == (
        Group(
            f"{LEEDS}: 45\N{NO-BREAK SPACE}organisations",
            (Bar(((19, "main"), (26, "pale")), "19 new, 26 returning"),),
        ),
        Group(
            "Forum York, March\N{NO-BREAK SPACE}2026: 30\N{NO-BREAK SPACE}organisations",
            (Bar(((30, "main"),), "30 new, 0 returning"),),
        ),
    )


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ((30, 30, 0), "All 30 organisations came for the first time"),
        ((30, 0, 30), "All 30 organisations had come before"),
        ((1, 1, 0), "The one organisation came for the first time"),
        ((None, None, 20), "20 organisations had come before"),
        ((None, 20, None), "20 organisations came for the first time"),
    ],
)
def test_what_is_said_of_other_rooms(counts, headline):
    found = first_time.find(
        Together(rows=(row(organisations=counts[0], new=counts[1], returning=counts[2]),))
    )
    assert found.headline == headline
    assert ("Counts of 1 to 4 are not shown." in found.words) == (None in counts)


def test_events_are_named_of_which_it_is_not_shown_who_was_new():
    shown = row("Forum York", 3, organisations=30, new=30, returning=0)
    hidden = row(organisations=None, new=None, returning=None)
    found = first_time.find(Together(rows=(shown, hidden), is_exact=False))
    assert found.headline == "All 30 organisations came for the first time"
    assert found.words == (
        "At Forum York, March\N{NO-BREAK SPACE}2026. New is who came to none of our events before."
        " Of 1 event it is not shown, as it would tell of 1 to 4."
    )


def test_regions_most_first_and_last_of_whom_it_is_not_known():
    counts = (("Wales", 4), ("London", 12), ("", 5), ("Kent", 6), ("Hull", 12))
    found = regions.find(Together(rows=(row(),), organisations=39, regions=counts))
    assert found.headline == "22 of 34 organisations came from outside Hull"
    assert found.words == (
        "Organisations that somebody came from, each counted once, by the region written down for"
        " it. Of 5 of 39 the region is not known."
    )
    assert found.alt == (
        "Ranked bars of 39 organisations by region: most from Hull, 12."
        " Fewest of those shown from Wales, 4."
    )
    assert found.table.headings == ("Region", "Organisations, of 39")
    assert found.table.rows == (
        *(("Hull", 12), ("London", 12), ("Kent", 6), ("Wales", 4)),
        ("Region not known", 5),
    )
    assert found.drawing.groups[3:] == (
        Group("Wales", (Bar(((4, "main"),), "4"),)),
        Group("Region not known", (Bar(((5, "rule"),), "5"),)),
    )


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ((("London", 20), ("Kent", 10)), "20 of 30 organisations came from London"),
        ((("London", 30),), "All 30 organisations came from London"),
        ((("London", 20), ("Kent", None), ("", None)), "20 organisations came from London"),
    ],
)
def test_what_is_said_of_other_regions(counts, headline):
    found = regions.find(Together(rows=(row(),), organisations=30, regions=counts))
    assert found.headline == headline
    assert ("of those shown most from" in found.alt) == (None in dict(counts).values())


def test_more_regions_than_are_drawn_are_all_in_the_table():
    counts = tuple((f"Region {number:02}", 40 - number) for number in range(20))
    found = regions.find(Together(rows=(row(),), organisations=610, regions=counts))
    assert len(found.table.rows) == 20
    assert len(found.drawing.groups) == 10
    assert "10 are drawn; the table has all 20." in found.words


def test_without_figures_it_is_said_when_there_will_be_some():
    hidden = Together(rows=(row(),), organisations=9, regions=(("Kent", None),), is_exact=False)
    assert regions.find(hidden).words == (
        "When organisations have come whose region is written down, they are counted here."
        " Counts of 1 to 4 are not shown, nor what would tell them."
    )
    for finding in (regions.find(Together()), first_time.find(Together())):
        assert (finding.table, finding.drawing) == (None, None)
