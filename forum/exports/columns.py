"""The columns that a host leaves out of a list."""

from collections.abc import Iterable

from django.db import transaction

from forum import audit
from forum.exports.declaring import Export
from forum.exports.making import FIXED
from forum.models import Event, Host, User
from forum.models.files import ListColumns

DEED = "chose the columns of a list"


def choices(export: Export, event: Event) -> list[str]:
    """The titles of the columns that may be left out of this list, in their order."""
    if export.columns is None:
        return []
    return [column.title for column in export.columns(event)][FIXED:]


def left_out(export: Export, host: Host) -> list[str]:
    """What this host leaves out, as it was last remembered; one query."""
    if export.columns is None:
        return []
    row = ListColumns.objects.filter(host=host, kind=export.kind).first()
    return list(row.left_out) if row else []


@transaction.atomic
def remember(
    *, export: Export, event: Event, host: Host, titles: Iterable[str], by: User | None
) -> None:
    """Leave these columns out from now on, until somebody of the host chooses others.

    What this event has no column for stays as it was remembered: another event of the host has it.
    """
    here = choices(export, event)
    elsewhere = [title for title in left_out(export, host) if title not in here]
    chosen = [title for title in here if title in set(titles)] + elsewhere
    ListColumns.objects.update_or_create(host=host, kind=export.kind, defaults={"left_out": chosen})
    audit.record(deed=DEED, by=by, host=host, event=event, count=len(chosen), reason=export.title)
