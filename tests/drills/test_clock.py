"""A clock that goes wrong destroys nothing; when clocks change, everybody is told once."""

import json
from typing import Any

import pytest

from tests.drills import clocks
from tests.site import Site, site

__all__ = ["site"]
pytestmark = pytest.mark.drill

# What may go although the clock may be wrong: what can be made again, and notes of work done.
_MADE_AGAIN = {
    "forum.ListFile",
    "forum.SealedFile",
    "key file",
    "django_tasks_database.DBTaskResult",
    "sessions.Session",
}


def drilled(site: Site, *what: str) -> Any:
    return json.loads(site.run(*clocks.START, *what).splitlines()[-1])


def lost(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """How many of what are missing."""
    gone = {name: before[name] - after.get(name, 0) for name in before.keys() - _MADE_AGAIN}
    return {name: count for name, count in gone.items() if count > 0}


def test_a_clock_one_year_ahead_shuts_what_is_due_and_destroys_nothing(site: Site) -> None:
    found = drilled(site, "jumped", "365", "0")
    assert lost(found["before"], found["back"]) == {}
    assert found["there"]["needs that open"] == 0
    # Also the page that is asked whether the site is ready opens: keys are shut, and not lost.
    assert [name for name in found["pages"] if not name.isdecimal()] == []


def test_a_clock_two_hours_back_changes_nothing_and_every_page_opens(site: Site) -> None:
    found = drilled(site, "jumped", "0", "-2")
    assert lost(found["before"], found["there"]) == {}
    assert lost(found["before"], found["back"]) == {}
    assert [name for name in found["pages"] if not name.isdecimal()] == []


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
def test_around_a_night_when_clocks_change_everybody_is_told_once(site: Site, day: str) -> None:
    """Three people of each event: of those in 1, 3 and 8 days, in 0, 1 and 3, and that ended."""
    assert drilled(site, "night", day) == {
        "reminder_week x 1": 9,
        "reminder_day x 1": 9,
        "feedback_invitation x 1": 9,
    }
