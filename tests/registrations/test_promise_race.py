"""Of two colleagues who change one promise at the same moment, the second is told."""

import json

from tests.registrations import promise_racers
from tests.site import Site, site

__all__ = ["site"]


def test_one_of_two_colleagues_writes_and_nothing_of_the_persons_is_lost(site: Site) -> None:
    found = json.loads(site.run(*promise_racers.START))
    people = promise_racers.PEOPLE
    assert found["codes"] == {"0": 2 * people, "1": people}
    assert {key: found[key] for key in ("arranged", "fed", "written", "news")} == dict.fromkeys(
        ("arranged", "fed", "written", "news"), people
    )
