"""Which organisations came to which event, each known as one whatever it is called today."""

import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import QuerySet

from forum.models import Host, Organisation


class Known(NamedTuple):
    """An organisation as the host knows it today."""

    pk: uuid.UUID
    name: str
    name_key: str
    reach: str
    region: str


class _Row(NamedTuple):
    pk: uuid.UUID
    host: uuid.UUID
    merged_into: uuid.UUID | None
    name: str
    name_key: str
    reach: str
    region: str


def came_to(
    host: Host, came_from: Mapping[uuid.UUID, Iterable[str]]
) -> tuple[dict[str, Known], dict[uuid.UUID, set[str]]]:
    """The organisations by their name, and which of them came to each event; one query.

    `came_from` holds by event the keys that its figures keep. Where hosts hold events together,
    each keeps its own list of organisations: names that match are one, and what this host merged
    counts as merged. One that was deleted is known no more.
    """
    rows = Organisation.objects.filter(host__in=_hosts_of(host)).order_by()
    names = _Names(host, rows)
    called = {key: names.of(key) for key in set().union(*came_from.values())}
    there = {
        event: {name for key in keys if (name := called[key])} for event, keys in came_from.items()
    }
    return names.known, there


def _hosts_of(host: Host) -> QuerySet[Host]:
    """The host and all that it ever held an event with."""
    return Host.objects.filter(event_hosts__event__event_hosts__host=host)


class _Names:
    """What an organisation is known as to one host."""

    def __init__(self, host: Host, organisations: QuerySet[Organisation]) -> None:
        rows = organisations.values_list(
            *("pk", "host_id", "merged_into_id", "name", "name_key", "reach", "region")
        )
        self._all = {row.pk: row for row in map(_Row._make, rows)}
        self._of_key = {str(pk): row for pk, row in self._all.items()}
        self._own = {row.name_key: row for row in self._all.values() if row.host == host.pk}
        self.known: dict[str, Known] = {}

    def of(self, key: str) -> str:
        """The name by which the organisation of this key is known; nothing where it is gone."""
        if key not in self._of_key:
            return ""
        there = self._counts_as(self._of_key[key])
        if own := self._own.get(there.name_key):
            there = self._counts_as(own)
        self.known.setdefault(
            there.name_key, Known(there.pk, there.name, there.name_key, there.reach, there.region)
        )
        return there.name_key

    def _counts_as(self, organisation: _Row) -> _Row:
        """Where the organisation was merged to, however often; a ring of merges ends somewhere."""
        seen = set()
        while organisation.merged_into in self._all and organisation.pk not in seen:
            seen.add(organisation.pk)
            organisation = self._all[organisation.merged_into]
        return organisation
