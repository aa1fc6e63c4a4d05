"""Processes that free, offer, take and end one place at the same moment.

python -m tests.registrations.offer_racers cancel   one cancels while others offer and book (D18)
python -m tests.registrations.offer_racers expire   some accept while others end the offer (D19)
python -m tests.registrations.offer_racers accept   one offer is accepted eight times at once

Each prints how the processes ended, how everything stands then, and who holds a place.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from registrations import booking, waiting_list
from registrations.models import Registration
from tests import factories
from tests.registrations.racers import at_once, someone

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.offer_racers import main; main()",
]


def cancel() -> None:
    """A full event of two places; two wait. One gives the place back, six offer, four book."""
    event = factories.make_event(capacity=2)
    leaves, *_ = [_book(event, name) for name in ("Ama", "Bo", "Cy", "Di")]
    late = [{**someone(), "name": f"Late {number}"} for number in range(4)]
    at_once(
        [
            lambda: booking.cancel(registration=leaves),
            *[waiting_list.offer_due] * 6,
            *(lambda given=given: booking.register(event=event, answers=given) for given in late),
        ],
        also=who,
    )


def expire() -> None:
    """An offer is accepted in its last moment and at its end, and ended at its end."""
    event = factories.make_event(capacity=1)
    first, offered, _ = [_book(event, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=first)
    offered.refresh_from_db()
    end = offered.offered_until
    in_time = end - timedelta(microseconds=1)
    at_once(
        [
            *[lambda: _accept(offered, in_time)] * 4,
            *[lambda: waiting_list.expire_due(end)] * 4,
            *[lambda: _accept(offered, end)] * 2,
        ],
        also=who,
    )


def accept() -> None:
    event = factories.make_event(capacity=1)
    first, offered = [_book(event, name) for name in ("Ama", "Bo")]
    booking.cancel(registration=first)
    at_once([lambda: waiting_list.accept(registration=offered)] * 8, also=who)


def _book(event: Any, name: str) -> Registration:
    return booking.register(event=event, answers={**someone(), "name": name})


def _accept(offered: Registration, now: Any) -> None:
    with suppress(waiting_list.NoOfferError):
        waiting_list.accept(registration=offered, now=now)


def who() -> dict[str, Any]:
    """Who holds or is offered a place."""
    held = Registration.objects.holding_a_place().order_by("place")
    return {"held": [[row.badge_name, row.state] for row in held]}


def main() -> None:
    deeds: dict[str, Callable[[], None]] = {"cancel": cancel, "expire": expire, "accept": accept}
    deeds[sys.argv[1]]()
