"""However many press at once: each address is on the list once, and is told of an event once."""

import json

from tests.registrations import in_touch_racers
from tests.site import Site, site

__all__ = ["site"]


def test_six_presses_at_once_invite_everybody_once(site: Site) -> None:
    found = json.loads(site.run(*in_touch_racers.START, "invite"))
    assert found["codes"] == {"0": 6}
    assert (found["on_list"], found["invited"], found["invitations"]) == (5, 5, 5)


def test_eight_bookings_at_once_put_an_address_on_the_list_once(site: Site) -> None:
    found = json.loads(site.run(*in_touch_racers.START, "join"))
    assert found["codes"] == {"0": 8}
    assert found["on_list"] == 1
