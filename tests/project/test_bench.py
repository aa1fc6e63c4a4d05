"""What `make bench` prints and writes, from figures that are given: nothing is measured here."""

import importlib
import json

import pytest

from benchmarks.bench import GROUPS, figures
from benchmarks.bench.figures import Figure
from tests.project.test_architecture import ROOT

PAGE = Figure("Event page", "/s", [90, 100, 130], [200, 200, 200], at_least=0.5, database="SQLite")
SLOW = Figure("A page", "ms", [40], [10], at_most=2, why="It paints.", note="Once.")
PLACES = Figure("Places given", "", [120, 120], at_most=120, at_least=120)
OPEN = Figure("Of this the card", "ms", [1234.5])


def test_a_line_tells_median_spread_floor_ratio_goal_and_whether_it_is_met():
    assert [" ".join(figures.line(one).split()) for one in (PAGE, SLOW, PLACES, OPEN)] == [
        "Event page, SQLite 100 (90 to 130) /s floor 200 0.5 x at least 0.5 x met",
        "A page 40 ms floor 10 4 x at most 2 x MISSED Once. Why: It paints.",
        "Places given 120 exactly 120 met",
        "Of this the card 1234 ms",
    ]


def test_the_ratio_is_that_of_each_round():
    """A machine that is twice as slow in one round is so for both."""
    assert Figure("x", "ms", [10, 20, 30], [5, 10, 15]).ratio == 2


def test_every_run_of_an_exact_goal_has_to_reach_it():
    assert Figure("Places given", "", [120, 121, 120], at_most=120, at_least=120).is_met is False


def test_the_end_names_what_was_missed():
    assert figures.summary([PAGE, SLOW, PLACES, OPEN]) == "2 of 3 goals met. Missed:\n  A page"


def test_the_file_holds_every_round_and_what_follows_from_it():
    assert json.loads(json.dumps(figures.plain(PAGE))) == {
        "what": "Event page",
        "unit": "/s",
        "ours": [90, 100, 130],
        "floor": [200, 200, 200],
        "at_most": None,
        "at_least": 0.5,
        "database": "SQLite",
        "why": "",
        "note": "",
        "median": 100,
        "ratio": 0.5,
        "is_met": True,
    }


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_measures_something_and_its_goals_are_told(group):
    assert callable(importlib.import_module(f"benchmarks.bench.{group}").measure)
    assert f"| `{group}` |" in (ROOT / "docs/performance.md").read_text()
