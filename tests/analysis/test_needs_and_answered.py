"""C12 and C13: what became of needs, and how many answered."""

from typing import Any

import pytest

from analysis.attendance.figures import Attendance, Together
from analysis.charts.bars import Bar, Group
from analysis.findings import answered, needs
from tests.analysis.test_booking_and_arrivals import LEEDS, YORK, details
from tests.analysis.test_first_time_and_regions import row


def test_what_became_of_what_was_asked_for_kind_by_kind():
    york = details("Forum York", 3, needs={"step_free": {"met": 6, "asked": 5, "all": 11}})
    leeds = details(
        needs={
            "step_free": {"met": 12, "all": 12},
            "interpretation": {"arranged": 7, "cannot": 5},
        }
    )
    found = needs.find([york, leeds, details("None shown", 7)])
    assert found.headline == "Step-free route: 18 of 23 requests were met"
    assert found.words == (
        "What people asked for at 2 events and what became of it: only what five or more asked for"
        " at one event. What anybody eats is never in it. “Or more” stands where a part is fewer"
        " than five."
    )
    assert found.alt == (
        "Bars of 2 kinds of need by what became of them. Asked for most: Step-free route,"
        " 18 met, 5 not arranged."
        " Interpreter: 7 or more arranged, 5 or more could not be done."
    )
    assert found.table.headings == ("Need", "Asked", "Arranging", "Arranged", "Cannot do", "Met")
    assert found.table.rows == (
        ("Step-free route", 5, 0, 0, 0, 18),
        ("Interpreter", None, None, "7 or more", "5 or more", None),
    )
    assert found.drawing.groups == (
        Group(
            "Step-free route",
            (Bar(((18, "main"),), "18 met"), Bar(((5, "pale"),), "5 not arranged")),
        ),
        Group(
            "Interpreter",
            (
                Bar(((7, "middle"),), "7 or more arranged"),
                Bar(((5, "care"),), "5 or more could not be done"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("kinds", "headline"),
    [
        (
            {"step_free": {"met": 12, "all": 12}},
            "Step-free route: all 12 requests were met",
        ),
        (
            {"step_free": {"met": 12, "all": 12}, "captions": {"arranged": 5, "all": 5}},
            "All 17 requests for support were arranged or met",
        ),
        (
            {"interpretation": {"met": 12}},
            "Interpreter: 12 or more requests were met",
        ),
        (
            {"interpretation": {"asked": 12, "all": 12}},
            "Interpreter: 12 requests came, and nobody has said what became of them",
        ),
    ],
)
def test_what_is_said_of_other_needs(kinds: dict[str, Any], headline: str):
    assert needs.find([details(needs=kinds)]).headline == headline


def asked(title: str, month: int, came: int, answers: int | None) -> Attendance:
    return row(title, month, came=came, answers=answers, is_asked=True)


def test_how_many_answered_of_who_came():
    rows = (
        asked("Forum York", 3, 60, 30),
        asked("Few", 4, 12, None),
        asked("Forum Leeds", 6, 74, 58),
        row("Not asked", 7, came=50),
    )
    found = answered.find(Together(rows=rows))
    assert found.headline == "88 of the 134 who came told us how it was"
    assert found.words == (
        "Feedback on 2 events, the latest first. A larger share answers at Forums, 30 of 60 at"
        " first and 58 of 74 at last. Counts of 1 to 4 are not shown."
    )
    assert found.alt == (
        "Bars of how many came and how many of them answered, at 2 events."
        " Most at Forum Leeds: 58 answered and 74 came. Least at Forum York: 30 and 60."
    )
    assert found.table.headings == ("Event", "Came", "Answered", "Share")
    assert found.table.rows == (
        (LEEDS, 74, 58, "78%"),
        ("Few, April\N{NO-BREAK SPACE}2026", 12, None, "not shown"),
        (YORK, 60, 30, "50%"),
    )
    assert found.drawing.groups == (
        Group(LEEDS, (Bar(((74, "pale"),), "74 came"), Bar(((58, "main"),), "58 answered"))),
        Group(YORK, (Bar(((60, "pale"),), "60 came"), Bar(((30, "main"),), "30 answered"))),
    )


def test_more_answers_than_people_are_no_share():
    rows = (asked("Forum York", 3, 20, 26), asked("Forum Leeds", 6, 30, 20))
    found = answered.find(Together(rows=rows))
    assert found.headline == "20 of the 30 who came told us how it was"
    assert "At 1 event more people answered than were counted as having come." in found.words
    assert found.table.rows[1] == (YORK, 20, 26, "more than came")


def test_a_share_that_moves_by_chance_is_no_change():
    rows = (asked("Forum York", 3, 60, 40), asked("Forum Leeds", 6, 60, 44))
    assert "No clear change at Forums, 40 of 60 at first and 44 of 60 at last." in (
        answered.find(Together(rows=rows)).words
    )


def test_without_figures_it_is_said_when_there_will_be_some():
    nothing = Together(rows=(asked("Few", 4, 12, None),))
    for finding in (needs.find([details()]), answered.find(nothing)):
        assert (finding.table, finding.drawing) == (None, None)
