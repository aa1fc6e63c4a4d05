"""Booking a table of people: each a booking of their own, all of them once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from forum import audit, outbox
from forum.models import Event
from registrations import booking, places
from registrations.models import Helper, Registration
from registrations.models.registrations import State

# A whole house of people; more than that is for the team to plan with the helper.
MOST = 60


class TooManyError(Exception):
    """More people than one page takes; the words say how many fit."""


@dataclass(frozen=True)
class Entry:
    """A row of the table that is complete: what it is known by, and its answers."""

    key: uuid.UUID
    answers: dict[str, Any]


def id_of(helper: Helper, key: uuid.UUID, name: str) -> uuid.UUID:
    """The key of the booking that a row becomes: the same row with the same name is one person.

    A page that the browser brought back, and into which others were typed, books those others.
    """
    return uuid.uuid5(helper.id, f"{key}|{name}")


def counted(helper: Helper) -> int:
    """How many living bookings the helper made, and others cancelled within a day; one query.

    Each writes mails to an address that nobody has proven to be the helper's: entering and
    cancelling in turns would fill a stranger's mailbox.
    """
    long_gone = Q(state=State.CANCELLED, cancelled_at__lte=timezone.now() - timedelta(days=1))
    return int(Registration.objects.filter(helper=helper).finished().exclude(long_gone).count())


@places.guarded
def register(
    *,
    helper: Helper,
    rows: Sequence[Entry],
    together: bool = False,
    now: datetime | None = None,
) -> list[Registration]:
    """Book everybody in the rows, all or nobody; a row that was booked before is not booked again.

    Places go out in the order of the rows, and who does not get one waits in that order; those who
    come `together` get them all or wait all. One mail tells the helper the codes. What was kept of
    these rows for later goes.

    Raises TooManyError, booking.ClosedError, needs.ConsentError, keys.KeyUnavailableError, and
    Helper.DoesNotExist when the helper left meanwhile.
    """
    now = now or timezone.now()
    event = places.lock(helper.event_id)
    held = Helper.objects.select_for_update().get(pk=helper.pk)
    ids = [id_of(held, row.key, row.answers["name"]) for row in rows]
    there = Registration.objects.filter(helper=held).in_bulk(ids)
    told = dict(zip(ids, rows, strict=True))  # the same row twice is one person
    new = [(pk, row.answers) for pk, row in told.items() if pk not in there]
    if new:
        _must_fit(held, len(new))
        made = _book(held, event, new, together=together, now=now)
        there |= {one.id: one for one in made}
        _settle(held, event, rows, count=len(new), now=now)
    return [there[pk] for pk in ids]


def _must_fit(helper: Helper, more: int) -> None:
    fit = MOST - counted(helper)
    if more > fit:
        left = f"You can add {fit} more" if fit > 0 else "You cannot add more"
        raise TooManyError(f"One page takes {MOST} people. {left}. For others, ask the team.")


def _book(
    helper: Helper,
    event: Event,
    new: list[tuple[uuid.UUID, dict[str, Any]]],
    *,
    together: bool,
    now: datetime,
) -> list[Registration]:
    if together:
        return booking.register_together(
            event=event,
            people=[answers for _, answers in new],
            presses=[pk for pk, _ in new],
            helper=helper,
            now=now,
        )
    return [
        booking.register(
            event=event,
            answers=answers,
            press=pk,
            helper=helper,
            now=now + timedelta(microseconds=number),  # who waits keeps the order of the rows
        )
        for number, (pk, answers) in enumerate(new)
    ]


def _settle(
    helper: Helper, event: Event, rows: Sequence[Entry], *, count: int, now: datetime
) -> None:
    """Let go of what was kept of the rows, tell the helper and write it down."""
    keys = [row.key for row in rows]
    Registration.objects.filter(helper=helper, state=State.DRAFT, pk__in=keys).delete()
    helper.touched_at = now
    helper.save(update_fields=["touched_at"])
    if helper.email and outbox.is_one_address(helper.email):
        outbox.queue(kind="helper_copy", to=helper.email, row_id=helper.id, event=event)
    audit.record(
        deed="registered people they support", by=None, event=event, row_id=helper.id, count=count
    )
