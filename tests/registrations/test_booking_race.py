"""Never more people than places, however many processes book at the same moment (design 3.1)."""

import json
from typing import Any

from tests.registrations import racers
from tests.site import Site, site

__all__ = ["site"]


def run(site: Site, *what: str) -> Any:
    return json.loads(site.run(*racers.START, *what))


def test_20_processes_race_for_5_places_and_5_get_one(site: Site) -> None:
    found = run(site, "race", "5", "20")
    assert found["codes"] == {"0": 20}
    assert found["states"] == {"confirmed": 5, "waiting": 15}
    assert found["places"] == [1, 2, 3, 4, 5]
    assert found["untold"] == 0


def test_d16_20_processes_race_for_the_last_place_and_each_is_told_the_right_thing(
    site: Site,
) -> None:
    """D16."""
    found = run(site, "race", "1", "20")
    assert found["codes"] == {"0": 20}
    assert found["states"] == {"confirmed": 1, "waiting": 19}
    assert found["mails"] == {"confirmation": 1, "waiting_list": 19}
    assert found["untold"] == 0


def test_8_pairs_race_for_3_places_and_one_pair_has_two_of_them(site: Site) -> None:
    found = run(site, "pairs", "3", "8")
    assert found["codes"] == {"0": 8}
    assert found["states"] == {"confirmed": 2, "waiting": 14}
    assert found["places"] == [1, 2]


def test_without_the_lock_the_race_does_happen(site: Site) -> None:
    """The control: were this to end with 5, the two tests above would prove nothing."""
    found = run(site, "unguarded", "5")
    assert found["codes"] == {"0": 20}
    assert len(found["places"]) > 5


def test_without_the_lock_the_number_of_the_place_is_the_last_guard(site: Site) -> None:
    found = run(site, "naive", "5")
    assert set(found["codes"]) == {"0", "2"}
    assert len(found["places"]) == len(set(found["places"])) <= 5


def test_one_form_sent_eight_times_at_once_is_one_booking_and_one_mail(site: Site) -> None:
    """D17, D20: double click, back button, retry of a line that broke."""
    found = run(site, "press", "8")
    assert found["codes"] == {"0": 8}
    assert found["states"] == {"confirmed": 1}
    assert found["mails"] == {"confirmation": 1}
