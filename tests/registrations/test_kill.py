"""A web process that is killed while people register loses nothing it acknowledged (design 3.4)."""

import json

from tests.registrations import racers
from tests.site import Site, site

__all__ = ["site"]

KILLS = 20


def test_20_kills_lose_no_acknowledged_booking_and_leave_none_without_its_mail(site: Site) -> None:
    found = json.loads(site.run(*racers.START, "kill", str(KILLS)))
    assert len(found["acknowledged"]) >= KILLS
    assert set(found["acknowledged"]) - set(found["ids"]) == set()
    assert len(found["places"]) == len(found["ids"])
    assert (found["untold"], found["told of nothing"]) == (0, 0)
    assert (found["without needs"], found["unsealed"]) == (0, 0)
