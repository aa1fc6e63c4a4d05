"""The file between two steps: sealed as a whole, and destroyed once its people are in."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import audit, sealed_files
from forum.models import Event, User
from forum.models.files import WorkState
from forum.sealed import UnreadableError
from forum.tables import Line, Table
from registrations.importing import recognising, standing
from registrations.importing.fields import LEAVE
from registrations.models import KnownHeading, PeopleImport

_HEADING = 120
# States in which nobody works on a file, and its people are not in.
PLANNED = ["", WorkState.FAILED]


class GoneError(Exception):
    """The file is not kept any more."""


@transaction.atomic
def begin(*, event: Event, table: Table, by: User, now: datetime | None = None) -> PeopleImport:
    """Keep a table for a day, with what its columns most likely mean.

    Raises keys.KeyUnavailableError where no key can be written.
    """
    now = now or timezone.now()
    file = sealed_files.keep(_packed(table), now=now)
    columns = recognising.columns(
        table.headings, known=standing.known_headings(event), asked=standing.asked(event)
    )
    return PeopleImport.objects.create(
        event=event,
        by=by,
        made_at=now,
        at=now,
        source=recognising.source_of(table.headings),
        mapping={column.heading: column.meaning for column in columns},
        total=len(table.rows),
        file=file,
        expires_at=file.expires_at,
    )


@transaction.atomic
def say_what_columns_mean(*, brought: PeopleImport, mapping: Mapping[str, str]) -> None:
    """Write down which field each heading is, here and for the host's next file."""
    brought.mapping, brought.choices = dict(mapping), {}
    brought.save(update_fields=["mapping", "choices"])
    said = {recognising.plain(heading)[:_HEADING]: field for heading, field in mapping.items()}
    of_tool = recognising.columns(list(mapping), known={}, asked=standing.asked(brought.event))
    by_itself = {
        recognising.plain(one.heading)[:_HEADING]: one.meaning for one in of_tool if one.known
    }
    host = brought.event.lead_host
    KnownHeading.objects.filter(host=host, heading__in=said).delete()
    KnownHeading.objects.bulk_create(
        KnownHeading(host=host, heading=heading, field=field)
        for heading, field in said.items()
        if heading and by_itself.get(heading) != field
    )


def choose(*, brought: PeopleImport, choices: Mapping[str, Any]) -> None:
    """Write down what the team chose beside the columns."""
    brought.choices = dict(choices)
    brought.save(update_fields=["choices"])


def table_of(brought: PeopleImport, now: datetime | None = None) -> Table:
    """The table as it was handed in. Raises GoneError."""
    if brought.file is None:
        raise GoneError
    try:
        return _unpacked(sealed_files.read(brought.file, now=now))
    except UnreadableError as error:
        raise GoneError from error


def table_or_none(brought: PeopleImport) -> Table | None:
    """The same, or nothing once it is gone."""
    try:
        return table_of(brought)
    except GoneError:
        return None


@transaction.atomic
def drop(*, brought: PeopleImport, by: User) -> bool:
    """Destroy the file of a plan that nobody works on; whether there was one."""
    planned = PeopleImport.objects.filter(
        pk=brought.pk, state__in=PLANNED, file__isnull=False
    ).update(file=None, mapping={}, choices={}, problem="")
    if not planned or brought.file is None:
        return False
    sealed_files.destroy(brought.file)
    audit.record(deed="threw a file of people away", by=by, event=brought.event)
    return True


def forget_old(now: datetime | None = None) -> int:
    """Delete what is left of files whose day is over; how many. A job."""
    due = PeopleImport.objects.filter(expires_at__lte=now or timezone.now())
    rows = list(due.select_related("file"))
    for row in rows:
        with transaction.atomic():
            if row.file:
                sealed_files.destroy(row.file)
            row.delete()
    return len(rows)


def kept(event: Event, now: datetime | None = None) -> list[PeopleImport]:
    """The files of an event that are kept or became people, the newest first; one query."""
    rows = PeopleImport.objects.filter(event=event, expires_at__gt=now or timezone.now())
    there = Q(file__isnull=False) | Q(state=WorkState.DONE)
    return list(rows.filter(there).select_related("by"))


def mapping_of(brought: PeopleImport) -> dict[str, str]:
    """The field of each heading; nothing for a column that is left out."""
    return {heading: field for heading, field in brought.mapping.items() if field != LEAVE}


def _packed(table: Table) -> bytes:
    rows = [[line.number, *line.values] for line in table.rows]
    held = {"headings": table.headings, "told": table.told, "rows": rows}
    return zlib.compress(json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass"), 3)


def _unpacked(content: bytes) -> Table:
    held = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    rows = tuple(Line(number, tuple(values)) for number, *values in held["rows"])
    return Table(headings=tuple(held["headings"]), rows=rows, told=held["told"])
