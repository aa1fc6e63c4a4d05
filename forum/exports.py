"""Lists that staff take away: what there is, who may make it, and the making of it.

What is in a list is declared by the app that knows the rows (settings.EXPORTS); the page and the
command live here. Nothing is kept on the server: the file is the answer to the request, so there
is no link that could be opened by somebody else or later (security V2, D04).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from forum import audit, dates, permissions
from forum.models import AuditEntry, Event, User
from forum.models.people import Role
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value, workbook

DEED = "made a list"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UnknownListError(Exception):
    """There is no list of this kind."""


class UnknownExtraError(Exception):
    """This list has no such addition."""


class NotAllowedError(Exception):
    """The person may not make this list, or not with this addition."""


class ReasonNeededError(Exception):
    """What was asked for is only given with a reason."""


@dataclass(frozen=True)
class Extra:
    """What a list holds only when asked: a tick on the page, an option of the command.

    `words` go on the tick, `hint` under it. With `right`, only those who hold it may ask; with
    `needs_reason`, a reason is written into the record; `is_sensitive` marks the file.
    """

    key: str
    words: str
    hint: str = ""
    right: Right | None = None
    needs_reason: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True)
class Order:
    """What was asked for: the event, by whom (None: from the command line), with what, and when."""

    event: Event
    by: User | None
    extras: frozenset[str]
    reason: str
    now: datetime


@dataclass(frozen=True)
class Contents:
    """What a list holds: `who` says in words which rows, `count` how many, till `delete_by`."""

    sheets: Sequence[Sheet]
    who: str
    count: int
    delete_by: date


@dataclass(frozen=True)
class Export:
    """A kind of list. Somebody with one of the `rights` may make it.

    `sentence` says what it holds, `for_whom` who should have it; `paper` is the name of the page to
    print it from, where there is one.
    """

    kind: str
    title: str
    sentence: str
    for_whom: str
    rights: tuple[Right, ...]
    is_sensitive: bool
    extras: tuple[Extra, ...]
    build: Callable[[Order], Contents]
    paper: str = ""

    def may_be_made_by(self, roles: frozenset[Role]) -> bool:
        return any(permissions.allows(roles, right) for right in self.rights)

    def extras_for(self, roles: frozenset[Role]) -> list[Extra]:
        """The additions that somebody with these roles may ask for."""
        return [
            extra
            for extra in self.extras
            if extra.right is None or permissions.allows(roles, extra.right)
        ]


@dataclass(frozen=True)
class Workfile:
    """A finished file, in memory."""

    name: str
    content: bytes


def every() -> list[Export]:
    """Every kind of list there is, in the order of the settings."""
    return [import_string(path) for path in settings.EXPORTS.values()]


def find(kind: str) -> Export:
    """The declaration of a kind. Raises UnknownListError."""
    try:
        path = settings.EXPORTS[kind]
    except KeyError:
        raise UnknownListError(kind) from None
    export: Export = import_string(path)
    return export


def make(
    *,
    kind: str,
    event: Event,
    by: User | None,
    reason: str = "",
    extras: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> Workfile:
    """Make the list and write into the record that it was made, by whom, with what and why.

    The rights of `by` are looked at here once more; None is somebody at the server's own command
    line. It is not one transaction: writing the rows of a large event takes seconds, and people
    must be able to book meanwhile. The record is written before the file is handed over.

    Raises UnknownListError, UnknownExtraError, NotAllowedError or ReasonNeededError.
    """
    export = find(kind)
    chosen = _chosen(export, extras)
    if by is not None:
        _check_rights(export, chosen, permissions.roles_for_event(by, event))
    reason = " ".join(reason.split())
    if not reason and any(extra.needs_reason for extra in chosen):
        raise ReasonNeededError
    order = Order(event, by, extras, reason, now or timezone.now())
    contents = export.build(order)
    version = made(event, export).count() + 1  # staff tell by it which of two is newer
    readme = _read_me(export, chosen, order, contents)
    content = workbook(
        [readme, *contents.sheets],
        zone=event.zone,
        right_to_left=translation.get_language_bidi(),
    )
    audit.record(
        deed=DEED, by=by, event=event, count=contents.count, reason=_words(export, chosen, reason)
    )
    return Workfile(file_name(event, kind, version), content)


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


def made(event: Event, export: Export) -> QuerySet[AuditEntry]:
    """The record of the files of this kind made so far; no file is kept."""
    return AuditEntry.objects.filter(event=event, deed=DEED, reason__startswith=export.title)


def _read_me(export: Export, chosen: list[Extra], order: Order, contents: Contents) -> Sheet:
    """The first sheet: what this file is, what is in it and when it has to go."""
    event = order.event
    is_sensitive = export.is_sensitive or any(extra.is_sensitive for extra in chosen)
    contact = [event.contact_name, event.contact_email, event.contact_phone]
    rows: list[tuple[str, Value]] = [
        ("Event", event.title),
        ("When", dates.when(event)),
        ("Made by", str(order.by) if order.by else "The command line"),
        ("Made at", order.now),
        ("Who is in it", contents.who),
        ("Rows", contents.count),
        ("For", export.for_whom),
        ("Sensitive", "Yes: only for those named above" if is_sensitive else "No needs are in it"),
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
