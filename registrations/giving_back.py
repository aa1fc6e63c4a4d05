"""What becomes of a booking that is given back, by whichever way."""

from datetime import datetime

from forum.models import Event
from registrations import needs
from registrations.models import Needs, Registration
from registrations.models.registrations import State
from registrations.telling import tell


def give_back(held: Registration, event: Event, now: datetime, *, mail: str = "cancelled") -> None:
    """Cancel a living booking, erase its needs and tell the person; under the event's lock.

    Whoever calls it offers the place that became free.
    """
    held.event = event
    held.state, held.place, held.cancelled_at = State.CANCELLED, None, now
    held.offered_until = held.passed_place = None
    held.save(
        update_fields=[
            *("state", "place", "cancelled_at", "offered_until", "passed_place", "answer_reason")
        ]
    )
    needs.erase(Needs.objects.select_for_update().get(registration=held))
    tell(held, mail)
