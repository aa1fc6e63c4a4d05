"""K5: a rotation killed at any point leaves every row readable, and running it again ends it."""

import json

from tests.forum import rotators
from tests.site import Site, site

__all__ = ["site"]

KILLS = 20


def test_k5_every_row_is_readable_after_each_of_20_kills_and_another_run_ends_it(
    site: Site,
) -> None:
    found = json.loads(site.run(*rotators.START, "alone", str(KILLS)))
    assert found["after_each"] == [0] * KILLS
    assert found["unreadable"] == 0
    assert found["carried"] == found["versions"]
    assert {purpose: len(left) for purpose, left in found["versions"].items()} == {
        "needs": 1,
        "ballot": 1,
    }
    assert found["versions"]["needs"] > [2]


def test_k5_what_others_save_during_killed_rotations_is_neither_lost_nor_shut(site: Site) -> None:
    found = json.loads(site.run(*rotators.START, "beside", str(KILLS)))
    assert found["after_each"] == [0] * KILLS
    assert (found["unreadable"], found["lost"]) == (0, 0)
    assert found["saves"] > rotators.PEOPLE
    assert found["carried"] == {name: held[-1:] for name, held in found["versions"].items()}
