"""The catering sheet as it is read on a page: by the team, and by the caterer's own link."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from forum import audit, sealed
from forum.models import AuditEntry, Event, User
from registrations.kitchen import changes, copies, counting, eaters, links, plates
from registrations.kitchen.changes import Change, Line
from registrations.kitchen.copies import Copy
from registrations.kitchen.counting import Counted
from registrations.kitchen.eaters import Eater
from registrations.kitchen.links import Standing
from registrations.kitchen.plates import Plate
from registrations.models import KitchenCopy

COUNTED, NAMED = "counted needs", "read needs for named cards"
KEPT = "kept a copy of the catering sheet"


@dataclass(frozen=True)
class Sheet:
    """The counts, the copies before, what changed `since` one, and the plates with a name.

    `is_copy` is the last copy, where nothing changed since. `plates` is None where no names were
    asked for.
    """

    counted: Counted
    copies: list[Copy]
    is_copy: Copy | None = None
    since: Copy | None = None
    changes: list[Change] = field(default_factory=list)
    plates: list[Plate] | None = None
    words: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        """The number of the copy that is kept next."""
        return self.copies[0].number + 1 if self.copies else 1


def read(*, event: Event, by: User, since: int | None = None) -> Sheet:
    """The sheet of counts for the team; that needs were counted is written down.

    `since` is the number of the copy to compare with; the last one where there is no such.
    """
    return _sheet(event, eaters.of(event, by=by, deed=COUNTED), since)


@transaction.atomic
def named(*, event: Event, by: User, reason: str) -> Sheet:
    """A copy with the names of those who agreed; it is written down with the reason.

    The caller has checked Right.MAKE_CARDS.
    """
    found = eaters.of(event, by=by, deed=NAMED, reason=reason)
    number = _keep(event, by, _sheet(event, found))
    return _sheet(event, found, number - 1, names_too=True)


def by_link(standing: Standing, *, since: int | None = None) -> Sheet:
    """The sheet as the caterer reads it; that it was opened is written down for the team."""
    link, event = standing.link, standing.link.event
    reason = links.words(link, standing.with_names)
    found = eaters.of(event, by=None, deed=links.OPENED, reason=reason, row_id=link.pk)
    return _sheet(event, found, since, names_too=standing.with_names)


@transaction.atomic
def keep_on_paper(*, event: Event, by: User, now: datetime | None = None) -> int:
    """Keep what the sheet counts now as a copy, because it is printed; the copy's number.

    Where nothing changed since the last copy it is that one. 0 when none can be kept any more.
    """
    return _keep(event, by, read(event=event, by=by), now)


def _keep(event: Event, by: User, found: Sheet, now: datetime | None = None) -> int:
    if found.is_copy:
        return found.is_copy.number
    number = copies.keep(event=event, lines=changes.lines(found.counted, event), now=now)
    if number:
        audit.record(deed=KEPT, by=by, event=event, reason=f"Copy {number}")
    return number


def was_handed_over(event: Event, *, since: datetime) -> bool:
    """Whether the kitchen had the sheet since then: as a copy, or by its link."""
    if KitchenCopy.objects.filter(event=event, at__gte=since).exists():
        return True
    opened = AuditEntry.objects.filter(event=event, deed=links.OPENED, at__gte=since)
    return bool(opened.exists())


def since_the_last(event: Event, counted: Counted) -> tuple[Copy | None, list[Change]]:
    """The last copy, and what changed since; no copy where there is none that can be read."""
    there = copies.of(event)
    before = _read(event, there[0]) if there else None
    if before is None:
        return None, []
    return there[0], changes.between(before, changes.lines(counted, event))


def _sheet(
    event: Event, found: list[Eater], number: int | None = None, *, names_too: bool = False
) -> Sheet:
    counted, there = counting.count(event, found), copies.of(event)
    since, changed, is_copy = _compared(event, counted, there, number)
    return Sheet(
        counted=counted,
        copies=there,
        is_copy=is_copy,
        since=since,
        changes=changed,
        plates=plates.named(found) if names_too else None,
        words=plates.in_their_words(found) if names_too else [],
    )


def _compared(
    event: Event, counted: Counted, there: list[Copy], number: int | None
) -> tuple[Copy | None, list[Change], Copy | None]:
    """The copy to compare with and what changed since; and the last copy, if nothing did."""
    if not there:
        return None, [], None
    now = changes.lines(counted, event)
    last = _read(event, there[0])
    is_copy = there[0] if last is not None and not changes.between(last, now) else None
    since = next((one for one in there if one.number == number), there[0])
    before = last if since == there[0] else _read(event, since)
    if before is None:
        return None, [], is_copy
    return since, changes.between(before, now), is_copy


def _read(event: Event, copy: Copy) -> list[Line] | None:
    try:
        return copies.read(event, copy.number)
    except sealed.UnreadableError:
        return None
