"""Help with the cost of travel that was promised, until it is paid."""

import uuid

from django.db import models

from forum.models import Event
from forum.models.base import Row
from forum.sealed import SealedJSONField


class TravelClaim(Row):
    """One person's help with travel. Whose it is stands inside what is sealed, and nowhere else.

    The key is the event's own for travel: it outlives that of needs, because cash is paid after
    the day (design 4).
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    claim = SealedJSONField(purpose="travel")

    def __str__(self) -> str:
        return "Travel claim"

    @property
    def sealed_for(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The event whose key seals this row, and the row it is bound to."""
        return self.event_id, self.id
