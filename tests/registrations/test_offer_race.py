"""One place, one offer, one outcome, however many processes want it at the same moment."""

import json
from typing import Any

from tests.registrations import offer_racers
from tests.site import Site, site

__all__ = ["site"]


def run(site: Site, what: str) -> Any:
    return json.loads(site.run(*offer_racers.START, what))


def test_d18_a_place_given_back_while_offers_are_made_is_offered_once_to_the_first(
    site: Site,
) -> None:
    """D18."""
    found = run(site, "cancel")
    assert found["codes"] == {"0": 11}
    assert found["states"] == {"confirmed": 1, "offered": 1, "cancelled": 1, "waiting": 5}
    assert sorted(found["held"]) == [["Bo", "confirmed"], ["Cy", "offered"]]
    assert found["mails"] == {
        "confirmation": 2,
        "waiting_list": 6,
        "cancelled": 1,
        "offer": 1,
    }


def test_d19_an_offer_accepted_in_the_second_it_ends_has_one_outcome(site: Site) -> None:
    """D19."""
    found = run(site, "expire")
    assert found["codes"] == {"0": 10}
    if found["held"] == [["Bo", "confirmed"]]:
        assert found["states"] == {"confirmed": 1, "waiting": 1, "cancelled": 1}
        ended = {"confirmation": 2}
        offers = 1
    else:
        assert found["held"] == [["Cy", "offered"]]
        assert found["states"] == {"offered": 1, "waiting": 1, "cancelled": 1}
        ended = {"confirmation": 1, "offer_ended": 1}
        offers = 2
    assert found["mails"] == {"waiting_list": 2, "cancelled": 1, "offer": offers, **ended}


def test_an_offer_accepted_eight_times_at_once_is_one_place_and_one_mail(site: Site) -> None:
    found = run(site, "accept")
    assert found["codes"] == {"0": 8}
    assert found["held"] == [["Bo", "confirmed"]]
    assert found["mails"] == {"confirmation": 2, "waiting_list": 1, "cancelled": 1, "offer": 1}
