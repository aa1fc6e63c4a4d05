"""How often the team agreed with what was suggested: what an offer is worth, measured here."""

from dataclasses import dataclass

from feedback.models import Reading
from forum.models import Host

# Of so many suggestions at most, and of so many at least.
_LAST, _LEAST = 50, 10


@dataclass(frozen=True)
class Agreement:
    """Of the last suggestions so many were accepted."""

    offered: int
    accepted: int


def agreement(host: Host) -> Agreement | None:
    """Of the host's last 50 suggestions; nothing before there are ten. One query."""
    readings = Reading.objects.filter(
        event__event_hosts__host=host, event__event_hosts__is_lead=True, undone_at=None
    ).exclude(offered=[])
    judged = [
        theme in after
        for offered, after in readings.values_list("offered", "after")[:_LAST]
        for theme in offered
    ][:_LAST]
    return Agreement(len(judged), sum(judged)) if len(judged) >= _LEAST else None
