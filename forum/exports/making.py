"""Making a list: rights, reason, rows, file and record."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from forum import audit, dates, permissions
from forum.exports.declaring import (
    NOT_SENSITIVE,
    SENSITIVE,
    Contents,
    Export,
    Extra,
    NotAllowedError,
    NotFoundError,
    Order,
    ReasonNeededError,
    UnknownExtraError,
    find,
)
from forum.models import AuditEntry, Event, User
from forum.models.people import Role
from forum.spreadsheets import Column, Sheet, Value, workbook

DEED = "made a list"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How many columns at the front of a sheet always stay.
FIXED = 2


@dataclass(frozen=True)
class Workfile:
    """A finished file, in memory."""

    name: str
    content: bytes
    # What the record says of it: how many are in it, which list, what was added and why.
    count: int
    words: str
    # What else is kept with the record, as the list declares it.
    recorded: Callable[[], object] | None = None


def make(
    *,
    kind: str,
    event: Event,
    by: User | None,
    reason: str = "",
    extras: frozenset[str] = frozenset(),
    left_out: Iterable[str] = (),
    asked: str = "",
    now: datetime | None = None,
) -> Workfile:
    """Make the list and write into the record that it was made, by whom, with what and why.

    The rights of `by` are looked at here once more; None is somebody at the server's own command
    line. It is not one transaction: writing the rows of a large event takes seconds, and people
    must be able to book meanwhile. The record is written before the file is handed over.

    `left_out` are titles of columns; those that cannot be left out stay. `asked` answers the
    question of the list. Raises UnknownListError, UnknownExtraError, NotAllowedError,
    ReasonNeededError or NotFoundError.
    """
    made = write(
        kind=kind,
        event=event,
        by=by,
        reason=reason,
        extras=extras,
        left_out=left_out,
        asked=asked,
        now=now,
    )
    record(made, event=event, by=by)
    return made


def write(
    *,
    kind: str,
    event: Event,
    by: User | None,
    reason: str,
    extras: frozenset[str],
    left_out: Iterable[str] = (),
    asked: str = "",
    now: datetime | None = None,
    on_row: Callable[[int], None] | None = None,
) -> Workfile:
    """The file as `make` gives it, with nothing on record yet: whoever hands it over does that.

    `on_row` is told how many rows of the largest sheet are written, after each.
    """
    export, chosen, reason = check(kind=kind, event=event, by=by, reason=reason, extras=extras)
    if export.asks and not asked.strip():
        raise NotFoundError(f"Say this first: {export.asks.words}")
    order = Order(event, by, extras, reason, now or timezone.now(), asked.strip())
    contents = export.build(order)
    main = export.choosable or contents.sheets[0].name
    sheets = [
        _counted(_without(sheet, set(left_out)) if export.choosable else sheet, on_row)
        if sheet.name == main
        else sheet
        for sheet in contents.sheets
    ]
    version = made(event, export).count() + 1  # staff tell by it which of two is newer
    readme = _read_me(export, order, contents)
    content = workbook(
        [*sheets, readme] if export.readme_last else [readme, *sheets],
        zone=event.zone,
        right_to_left=translation.get_language_bidi(),
    )
    name = file_name(event, kind, version)
    words = _words(export, chosen, reason)
    return Workfile(name, content, contents.count, words, contents.recorded)


def record(made: Workfile, *, event: Event, by: User | None) -> None:
    """Write down that this file was made, and with it what the list keeps of its own."""
    with transaction.atomic() if made.recorded else contextlib.nullcontext():
        audit.record(deed=DEED, by=by, event=event, count=made.count, reason=made.words)
        if made.recorded:
            made.recorded()


def check(
    *, kind: str, event: Event, by: User | None, reason: str, extras: frozenset[str]
) -> tuple[Export, list[Extra], str]:
    """Whether this list may be made: its declaration, its additions, and the reason in one line.

    Raises as `make` does.
    """
    export = find(kind)
    chosen = _chosen(export, extras)
    if by is not None:
        _check_rights(export, chosen, permissions.roles_for_event(by, event))
    reason = " ".join(reason.split())
    is_owed = export.needs_reason or any(extra.needs_reason for extra in chosen)
    if is_owed and not reason:
        raise ReasonNeededError
    return export, chosen, reason


def file_name(event: Event, kind: str, version: int) -> str:
    """A name made of our own words alone, whatever the event is called (security V22)."""
    return f"{event.local_start:%Y-%m-%d}_{event.kind}_{kind}_v{version}.xlsx"


def _chosen(export: Export, extras: frozenset[str]) -> list[Extra]:
    if unknown := extras - {extra.key for extra in export.extras}:
        raise UnknownExtraError(", ".join(sorted(unknown)))
    return [extra for extra in export.extras if extra.key in extras]


def _check_rights(export: Export, chosen: list[Extra], roles: frozenset[Role]) -> None:
    if not export.may_be_made_by(roles):
        raise NotAllowedError(export.kind)
    allowed = export.extras_for(roles)
    if missing := [extra.key for extra in chosen if extra not in allowed]:
        raise NotAllowedError(", ".join(missing))


def _words(export: Export, chosen: list[Extra], reason: str) -> str:
    """What the record says was made: the list, what was added to it, and why."""
    made = "; ".join([export.title, *(extra.words for extra in chosen)])
    return f"{made}: {reason}" if reason else made


def made(event: Event, *lists: Export) -> QuerySet[AuditEntry]:
    """The record of the files of these kinds made so far, newest first."""
    titles = Q(pk=None)
    for export in lists:
        titles |= Q(reason__startswith=export.title)
    return AuditEntry.objects.filter(titles, event=event, deed=DEED)


def _without(sheet: Sheet, titles: set[str]) -> Sheet:
    """The sheet without the columns of these titles; its first columns stay whatever is asked."""
    kept = [
        number
        for number, column in enumerate(sheet.columns)
        if number < FIXED or column.title not in titles
    ]
    if len(kept) == len(sheet.columns):
        return sheet
    return dataclasses.replace(
        sheet, columns=[sheet.columns[n] for n in kept], rows=_picked(sheet.rows, kept)
    )


def _picked(rows: Iterable[Sequence[Value]], kept: list[int]) -> Iterator[list[Value]]:
    for row in rows:
        yield [row[number] for number in kept]


def _counted(sheet: Sheet, on_row: Callable[[int], None] | None) -> Sheet:
    return dataclasses.replace(sheet, rows=_told(sheet.rows, on_row)) if on_row else sheet


def _told(
    rows: Iterable[Sequence[Value]], on_row: Callable[[int], None]
) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows, start=1):
        yield row
        on_row(number)


def _read_me(export: Export, order: Order, contents: Contents) -> Sheet:
    """What this file is, what is in it and when it has to go."""
    event = order.event
    is_sensitive = export.is_sensitive_with(order.extras)
    contact = [event.contact_name, event.contact_email, event.contact_phone]
    rows: list[tuple[str, Value]] = [
        ("Event", event.title),
        ("When", dates.when(event)),
        ("Made by", str(order.by) if order.by else "The command line"),
        ("Made at", order.now),
        ("Who is in it", contents.who),
        ("Rows", contents.count),
        ("For", export.for_whom),
        ("Sensitive", SENSITIVE if is_sensitive else NOT_SENSITIVE),
        ("Reason", order.reason or "Not asked"),
        ("Delete by", contents.delete_by),
        ("Questions to", ", ".join(filter(None, contact)) or "The organisers"),
    ]
    return Sheet(
        name="Read me",
        title=f"{export.title}: {event.title}",
        sentence=export.sentence,
        columns=[Column("About this file", 18), Column("What it says", 70, wraps=True)],
        rows=rows,
    )
