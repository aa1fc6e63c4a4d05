"""Processes that send one message at the same moment.

python -m tests.registrations.announcing_racers   colleagues and workers send it, and people book

Prints how the processes ended, how everything stands then, and who was told how often.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum.models import Message
from registrations import announcing, booking
from registrations.models import Announcement, Delivery, Registration
from tests import factories
from tests.registrations.racers import at_once, someone

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.announcing_racers import main; main()",
]


def main() -> None:
    event = factories.make_event(capacity=20)
    by = factories.make_user()
    for _ in range(3):
        factories.make_registration(event, **{**someone(), "name": "There"})
    said = announcing.Said("To all", "Words", audience={"who": "place"})
    pressed, waits = (announcing.write(event=event, said=said, by=by) for _ in range(2))
    now = timezone.now()
    seen = announcing.Seen(3, waits.touched_at.isoformat())
    announcing.schedule(
        announcement=waits, at=now + timedelta(minutes=1), seen=seen, by=by, now=now
    )
    then = now + timedelta(minutes=1)
    seen = announcing.Seen(3, pressed.touched_at.isoformat())
    at_once(
        [
            *[lambda: announcing.send(announcement=pressed, seen=seen, by=by)] * 3,
            *[lambda: announcing.send_due(then)] * 3,
            *[announcing.send_later_due] * 2,
        ],
        also=told,
    )


def told() -> dict[str, Any]:
    """Somebody books, and two more rounds of the jobs go: every message to everybody, once."""
    booking.register(event=Announcement.objects.all()[0].event, answers=someone())
    rounds = [announcing.send_later_due(), announcing.send_later_due()]
    mails = Message.objects.filter(kind="announcement")
    return {
        "later": rounds,
        "people": Registration.objects.count(),
        "deliveries": Delivery.objects.count(),
        "announced": mails.count(),
        "different": mails.values("row_id").distinct().count(),
    }
