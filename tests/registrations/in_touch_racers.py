"""Processes that press at the same moment about the list of later events.

python -m tests.registrations.in_touch_racers invite   six press "Invite 5 people"
python -m tests.registrations.in_touch_racers join     eight bookings put one address on the list

Each prints how the processes ended, and what stands then.
"""

import sys
from contextlib import suppress
from typing import Any

from forum.models import Message
from forum.models.people import Role
from registrations import booking, in_touch
from registrations.models import EventInvitation, Subscriber
from tests import factories
from tests.registrations.racers import at_once

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.in_touch_racers import main; main()",
]


def invite() -> None:
    host = factories.make_host()
    event = factories.make_event(host)
    by = factories.make_member(host, Role.ORGANISER)
    for number in range(5):
        Subscriber.objects.create(host=host, email=f"reader{number}@example.org", wording="news-2")

    def press() -> None:
        with suppress(in_touch.CountChangedError):
            in_touch.invite(event=event, expected=5, by=by)

    at_once([press] * 6, also=_stands)


def join() -> None:
    host = factories.make_host()
    events = [factories.make_event(host) for _ in range(4)]
    spelt = ["amina@example.org", "Amina@Example.org"]
    people = [
        (event, factories.answers(news=True, email=address))
        for event in events
        for address in spelt
    ]
    at_once(
        [
            lambda event=event, given=given: booking.register(event=event, answers=given)
            for event, given in people
        ],
        also=_stands,
    )


def _stands() -> dict[str, Any]:
    return {
        "on_list": Subscriber.objects.count(),
        "invited": EventInvitation.objects.count(),
        "invitations": Message.objects.filter(kind="event_invitation").count(),
    }


def main() -> None:
    {"invite": invite, "join": join}[sys.argv[1]]()
