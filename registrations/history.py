"""What was done about one person, as the team reads it: from the trail, without content."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from forum import permissions
from forum.models import AuditEntry
from forum.models.people import Role
from forum.permissions import Right
from registrations.models import Registration

LINES = 50
# A line about many people at once, who were all booked at its moment.
BROUGHT_IN = "brought people in from a file"
# That somebody looked at a person's needs says that there may be some.
_ABOUT_NEEDS = ["read needs", "erased needs"]
# The trail keeps deeds short; here each was done to the person on the page.
_WORDS = {
    "added a person": "added them",
    "added a walk-in": "added them at the door",
    "approved a booking": "said yes to the booking",
    "approved a booking to wait": "said yes to the booking, while every place was taken",
    BROUGHT_IN: "brought them in from a file",
    "cancelled a place": "cancelled the booking",
    "changed a booking": "changed the booking",
    "changed how somebody comes": "changed how they come",
    "checked in": "checked them in",
    "corrected a contact": "corrected how to reach them",
    "declined a booking": "said no to the booking",
    "erased needs": "erased what they asked for",
    "gave a place": "gave them a place",
    "handed over a place": "put them in the place of somebody else",
    "read needs": "read what they asked for",
    "sent the link again": "sent them the link again",
    "read a private link": "looked at their private link, to pass it on",
    "told somebody by phone": "told them by phone",
    "took back a tick of a call": "put them back on the list of whom to call",
    "undid a check-in": "took the check-in back",
}


@dataclass(frozen=True)
class Line:
    """One line: when, who (nothing for the site itself), what they did, and why if they said."""

    at: datetime
    who: str
    deed: str
    reason: str


def of(registration: Registration, *, roles: frozenset[Role]) -> list[Line]:
    """The last lines about a person, newest first; one query.

    Lines about needs are shown only to those who may read needs.
    """
    with_others = Q(deed=BROUGHT_IN, at=registration.booked_at)
    entries = AuditEntry.objects.filter(
        with_others | Q(row_id=registration.id), event=registration.event
    )
    if not permissions.allows(roles, Right.SEE_NEEDS):
        entries = entries.exclude(deed__in=_ABOUT_NEEDS)
    return [
        Line(
            at=entry.at,
            who=str(entry.who) if entry.who else "",
            deed=_WORDS.get(entry.deed, entry.deed),
            reason=entry.reason,
        )
        for entry in entries.select_related("who")[:LINES]
    ]
