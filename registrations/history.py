"""What was done about one person, as the team reads it: from the trail, without content."""

from forum import permissions
from forum.models import AuditEntry
from forum.models.people import Role
from forum.permissions import Right
from registrations.models import Registration

# That somebody looked at a person's needs says that there may be some.
_ABOUT_NEEDS = ["read needs", "erased needs"]


def of(registration: Registration, *, roles: frozenset[Role]) -> list[AuditEntry]:
    """The lines about a person, newest first, at most 50; one query.

    Lines about needs are shown only to those who may read needs.
    """
    lines = AuditEntry.objects.filter(event=registration.event, row_id=registration.id)
    if not permissions.allows(roles, Right.SEE_NEEDS):
        lines = lines.exclude(deed__in=_ABOUT_NEEDS)
    return list(lines.select_related("who")[:50])
