"""A web process that is killed while people register loses nothing it acknowledged (design 3.4)."""

import json

from tests.registrations import racers
from tests.site import Site, site

__all__ = ["site"]

KILLS = 20


def test_d20_a_kill_between_commit_and_response_then_the_same_form_is_one_booking(
    site: Site,
) -> None:
    """D20: whether the booking was kept when it died, or only the draft of it."""
    found = json.loads(site.run(*racers.START, "cut"))
    told = {"same page": True, "pages": [200, 200], "state": "confirmed"}
    assert found["told"] == [{"kept": "confirmed", **told}, {"kept": "draft", **told}]
    assert found["states"] == {"confirmed": 2}
    assert found["mails"] == {"confirmation": 2}
    assert (found["untold"], found["without needs"]) == (0, 0)


def test_20_kills_lose_no_acknowledged_booking_and_leave_none_without_its_mail(site: Site) -> None:
    found = json.loads(site.run(*racers.START, "kill", str(KILLS)))
    assert len(found["acknowledged"]) >= KILLS
    assert set(found["acknowledged"]) - set(found["ids"]) == set()
    assert len(found["places"]) == len(found["ids"])
    assert (found["untold"], found["told of nothing"]) == (0, 0)
    assert (found["without needs"], found["unsealed"]) == (0, 0)
