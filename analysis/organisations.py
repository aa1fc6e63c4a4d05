"""Which organisations came to which event, each known as one whatever it is called today."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from forum.models import Host, Organisation
from registrations.models import AttendanceFigures

Known = dict[str, Organisation]


def came_to(
    host: Host, figures: QuerySet[AttendanceFigures]
) -> tuple[Known, dict[uuid.UUID, set[str]]]:
    """The organisations by their name, and which of them came to each event; two queries.

    Where hosts hold events together, each keeps its own list of organisations: names that match
    are one, and what this host merged counts as merged.
    """
    rows = list(
        figures.filter(organisation__isnull=False, came__gt=0).values_list(
            "event_id", "organisation_id"
        )
    )
    names = _Names(host, Organisation.objects.filter(host__in=_hosts_of(host)))
    there: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for event, organisation in rows:
        there[event].add(names.of(organisation))
    return names.known, dict(there)


def _hosts_of(host: Host) -> QuerySet[Host]:
    """The host and all that it ever held an event with."""
    return Host.objects.filter(event_hosts__event__event_hosts__host=host)


class _Names:
    """What an organisation is known as to one host."""

    def __init__(self, host: Host, organisations: Iterable[Organisation]) -> None:
        self._all = {row.pk: row for row in organisations}
        self._own = {row.name_key: row for row in self._all.values() if row.host_id == host.pk}
        self.known: Known = {}

    def of(self, pk: uuid.UUID) -> str:
        there = self._counts_as(self._all[pk])
        if own := self._own.get(there.name_key):
            there = self._counts_as(own)
        self.known.setdefault(there.name_key, there)
        return there.name_key

    def _counts_as(self, organisation: Organisation) -> Organisation:
        """Where the organisation was merged to, however often; a ring of merges ends somewhere."""
        seen = set()
        while organisation.merged_into_id in self._all and organisation.pk not in seen:
            seen.add(organisation.pk)
            organisation = self._all[organisation.merged_into_id]
        return organisation
