"""When the deeds of an event are meant to have happened.

Deeds write the audit trail at the time they run. The demo happens in minutes and tells of years,
so a diary notes when each deed is meant to have happened, and the trail is dated by it at the end.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from forum.models import AuditEntry, Event


@dataclass
class Diary:
    """When the deeds of one event are meant to have happened."""

    begun: datetime
    deeds: dict[tuple[str, UUID], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    # By the deed alone, whatever row it was about.
    kinds: dict[str, datetime] = field(default_factory=dict)

    def note(self, deed: str, row_id: UUID, when: datetime) -> None:
        self.deeds[deed, row_id].append(when)

    def note_all(self, deed: str, when: datetime) -> None:
        self.kinds[deed] = when

    def date_the_trail(self, event: Event) -> None:
        """Give every line of the event's trail its time; those not noted, the day it was made."""
        entries = list(AuditEntry.objects.filter(event=event).order_by("at"))
        for entry in entries:
            noted = self.deeds.get((entry.deed, entry.row_id or event.id))
            usual = self.kinds.get(entry.deed, self.begun)
            entry.at = noted.pop(0) if noted else usual
        AuditEntry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["id"], update_fields=["at"]
        )
