"""What a list is: declared by the app that knows its rows, and named in settings.EXPORTS."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from forum import permissions
from forum.models import Event, User
from forum.models.people import Role
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet

SENSITIVE = "Yes: only for those named here"
NOT_SENSITIVE = "No needs are in it"


class UnknownListError(Exception):
    """There is no list of this kind."""


class UnknownExtraError(Exception):
    """This list has no such addition."""


class NotAllowedError(Exception):
    """The person may not make this list, or not with this addition."""


class ReasonNeededError(Exception):
    """What was asked for is only given with a reason."""


class NotFoundError(Exception):
    """What the list asks for leads nowhere: `str` says so in words for whoever asked."""


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
class Asked:
    """What a list must be told before it can be made: a field of the page, an option `--key`.

    `words` label the field, `hint` stands under it. The answer is `Order.asked`.
    """

    key: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class Order:
    """What was asked for: the event, by whom (None: from the command line), with what, and when.

    `asked` answers the question of the list, where it has one.
    """

    event: Event
    by: User | None
    extras: frozenset[str]
    reason: str
    now: datetime
    asked: str = ""


@dataclass(frozen=True)
class Contents:
    """What a list holds: `who` says in words which rows, `count` how many, till `delete_by`.

    `recorded` is called with the line of the record: what else is kept once there is the file.
    """

    sheets: Sequence[Sheet]
    who: str
    count: int
    delete_by: date
    recorded: Callable[[], object] | None = None


@dataclass(frozen=True)
class Export:
    """A kind of list. Somebody with one of the `rights` may make it.

    `sentence` says what it holds, `for_whom` who should have it; `paper` is the name of the page to
    print it from, where there is one. With `needs_reason` it is only made with a reason, whatever
    is added; with `asks` it is made of what was asked for, and `build` raises NotFoundError where
    that leads nowhere.

    `delete_by` says until when such a file may be kept, where that is not when the bookings are
    erased, or for what is sensitive the needs. `size` counts its rows cheaply, and so
    decides whether somebody waits for it or the worker makes it. `columns` are those of the sheet
    named `choosable` that may be left out; its first two always stay. With `readme_last` the sheet
    about the file is the last one, for programs that read the first.
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
    needs_reason: bool = False
    asks: Asked | None = None
    delete_by: Callable[[Event], date] | None = None
    size: Callable[[Event], int] | None = None
    columns: Callable[[Event], Sequence[Column]] | None = None
    choosable: str = ""
    readme_last: bool = False

    def may_be_made_by(self, roles: frozenset[Role]) -> bool:
        return any(permissions.allows(roles, right) for right in self.rights)

    def delete_on(self, event: Event) -> date:
        """The last day on which a file of this kind may be kept."""
        if self.delete_by:
            return self.delete_by(event)
        return event.needs_erased_on if self.is_sensitive else event.erased_on

    def is_sensitive_with(self, extras: Iterable[str]) -> bool:
        """Whether a file with these additions is sensitive."""
        return self.is_sensitive or any(
            extra.is_sensitive for extra in self.extras if extra.key in extras
        )

    def care(self, roles: frozenset[Role]) -> str:
        """Whether what these roles make is sensitive, in words for the card of the list."""
        if self.is_sensitive:
            return SENSITIVE
        if added := [f"“{extra.words}”" for extra in self.extras_for(roles) if extra.is_sensitive]:
            return f"Only with {' or '.join(added)}"
        return NOT_SENSITIVE

    def extras_for(self, roles: frozenset[Role]) -> list[Extra]:
        """The additions that somebody with these roles may ask for."""
        return [
            extra
            for extra in self.extras
            if extra.right is None or permissions.allows(roles, extra.right)
        ]


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
