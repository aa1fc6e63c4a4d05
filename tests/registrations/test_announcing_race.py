"""A message that is sent by many processes at the same moment is still one message to each."""

import json

from tests.registrations import announcing_racers
from tests.site import Site, site

__all__ = ["site"]


def test_two_messages_sent_by_eight_processes_reach_everybody_once(site: Site) -> None:
    found = json.loads(site.run(*announcing_racers.START))
    assert found["codes"] == {"0": 8}
    assert found["later"] == [2, 0]
    assert found["people"] == 4
    assert found["deliveries"] == found["announced"] == found["different"] == 8
