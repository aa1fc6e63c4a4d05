"""A theme that is merged while others read for it: no word hangs on what is gone, none twice."""

import json
from typing import Any

from tests.feedback import theme_racers
from tests.site import Site, site

__all__ = ["site"]


def run(site: Site, *what: str) -> tuple[dict[str, int], dict[str, int]]:
    codes, hanging = map(json.loads, site.run(*theme_racers.START, *what).splitlines())
    found: Any = codes["codes"]
    return found, hanging


def test_ten_read_for_a_theme_while_it_is_merged_and_all_count_where_it_went(site: Site) -> None:
    assert run(site, "merge", "10") == (
        {"0": 11},
        {"Homes": 0, "Housing": 10, "is counted": True},
    )


def test_ten_read_the_same_words_at_once_and_each_theme_is_raised_once(site: Site) -> None:
    assert run(site, "twice", "10") == (
        {"0": 10},
        {"Homes": 1, "Legal aid": 1, "is counted": True},
    )


def test_words_that_go_while_they_are_read_and_merged_leave_the_counts_right(site: Site) -> None:
    codes, hanging = run(site, "gone", "4")
    assert codes == {"0": 13}
    assert hanging == {"Homes": 0, "Housing": 4, "is counted": True}
