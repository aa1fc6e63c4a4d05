"""What becomes of a booking that is given back, by whichever way."""

from collections.abc import Sequence
from datetime import datetime

from forum.models import Event
from registrations import accompanying, companions, needs
from registrations.models import Needs, Registration
from registrations.models.registrations import State
from registrations.telling import tell_each

_GIVEN_BACK = [
    *("state", "place", "cancelled_at", "offered_until", "passed_place", "answer_reason")
]


def give_back(
    people: Sequence[Registration], event: Event, now: datetime, *, mail: str = "cancelled"
) -> None:
    """Cancel living bookings, erase their needs and tell the people; under the event's lock.

    What the team noted beside their seats goes as well.

    Those who came with them and stay are spoken for by the next of them. Whoever calls it offers
    the places that became free.
    """
    for held in people:
        held.event = event
        held.state, held.place, held.cancelled_at = State.CANCELLED, None, now
        held.offered_until = held.passed_place = None
        held.save(update_fields=_GIVEN_BACK)
        accompanying.end(held, event, now)
        needs.erase(Needs.objects.select_for_update().get(registration=held))
        held.placements.update(note="")
    tell_each(people, mail)
    for held in people:
        companions.hand_on(held)
