"""What became of the places of an event: offers, answers, and who was given one by hand and why.

From the trail, so that nobody can say that places were given unfairly: what is written there is
not changed by anybody. People are named as long as their bookings are kept.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from forum.models import AuditEntry, Event
from registrations import approving, people, place_rules, waiting_list
from registrations.models import Registration

LINES = 50
_WORDS = {
    waiting_list.WAS_OFFERED: "was offered a place",
    waiting_list.TOOK_THE_PLACE: "took the place",
    waiting_list.LET_GO: "let the place go",
    waiting_list.MISSED: "did not answer in time",
    waiting_list.GAVE_A_PLACE: "was given a place",
    approving.APPROVED: "was told yes",
    approving.APPROVED_TO_WAIT: "was told yes, while every place was taken",
    approving.DECLINED: "was told no",
    place_rules.CHOSE: "changed how places are given",
}


@dataclass(frozen=True)
class Line:
    """One line: when, whose place (`pk` of a booking that is still kept), what, by whom and why."""

    at: datetime
    name: str
    pk: uuid.UUID | None
    deed: str
    who: str
    reason: str

    @property
    def is_a_rule(self) -> bool:
        return self.deed == _WORDS[place_rules.CHOSE]


def of(event: Event) -> list[Line]:
    """The last lines about an event's places, newest first; two queries."""
    entries = list(
        AuditEntry.objects.filter(event=event, deed__in=_WORDS).select_related("who")[:LINES]
    )
    names: dict[uuid.UUID | None, str] = dict(
        people.everybody(event)
        .filter(pk__in=[entry.row_id for entry in entries if entry.row_id])
        .order_by()
        .values_list("pk", "badge_name")
    )
    return [
        Line(
            at=entry.at,
            name=names.get(entry.row_id, ""),
            pk=entry.row_id if entry.row_id in names else None,
            deed=_WORDS[entry.deed],
            who=str(entry.who) if entry.who else "",
            reason=entry.reason,
        )
        for entry in entries
    ]


def was_offered(registration: Registration) -> bool:
    """Whether the person was ever offered a place; one query."""
    lines = AuditEntry.objects.filter(event=registration.event_id, row_id=registration.id)
    found: bool = lines.filter(deed=waiting_list.WAS_OFFERED).exists()
    return found
