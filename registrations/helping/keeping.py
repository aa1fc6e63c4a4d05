"""Rows of the table that are not finished: kept as they were typed, sealed, until the event ends.

Each is a draft of the helper's, whose sealed row holds what was typed and nothing else does.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import sealed
from registrations import booking, drafts
from registrations.helping.registering import MOST, TooManyError
from registrations.models import Helper, Needs, Registration
from registrations.models.registrations import State

_TYPED = "typed"


@dataclass(frozen=True)
class Kept:
    """A row as it was typed; `key` is what it is known by, in the table and while it is kept."""

    key: uuid.UUID
    typed: dict[str, Any]

    @property
    def fits(self) -> bool:
        """Whether it can be kept under one seal."""
        return sealed.fits({_TYPED: self.typed})


def kept(helper: Helper) -> list[Kept]:
    """The rows kept for later, first kept first; one query. Raises sealed.UnreadableError."""
    return [
        Kept(draft.id, drafts.answers(draft).get(_TYPED, {}))
        for draft in _drafts(helper).select_related("needs").order_by("created_at", "id")
    ]


def kept_count(helper: Helper) -> int:
    """How many rows are kept for later; one query."""
    return int(_drafts(helper).count())


@transaction.atomic
def keep(*, helper: Helper, rows: Iterable[Kept], now: datetime | None = None) -> None:
    """Keep these rows; others that were kept before stay as they are.

    A row with nothing in it is kept no more. Raises TooManyError, booking.ClosedError,
    sealed.TooLongError, keys.KeyUnavailableError, and Helper.DoesNotExist when the helper left
    meanwhile.
    """
    rows = list(rows)
    if why := booking.why_closed(helper.event):
        raise booking.ClosedError(why)
    now = now or timezone.now()
    held = Helper.objects.select_for_update().get(pk=helper.pk)
    there = {draft.id: draft for draft in _drafts(held).select_related("needs")}
    emptied = {row.key for row in rows if not row.typed}
    if len(({*there} - emptied) | {row.key for row in rows if row.typed}) > MOST:
        raise TooManyError(f"One page keeps {MOST} rows for later. Book some of them first.")
    for number, row in enumerate(rows):
        draft = there.get(row.key)
        if not row.typed:
            if draft:
                draft.delete()
            continue
        if draft is None:
            draft = _begun(held, row.key, now, number)
        draft.needs.answers = {_TYPED: row.typed}
        draft.needs.save()
    held.touched_at = now
    held.save(update_fields=["touched_at"])


def _begun(helper: Helper, key: uuid.UUID, now: datetime, number: int) -> Registration:
    """A new draft. A key that is in use already opens nothing of anybody's: it is not taken."""
    is_taken = Registration.objects.filter(pk=key).exists()
    draft = Registration.objects.create(
        id=uuid.uuid4() if is_taken else key,
        event=helper.event,
        helper=helper,
        created_at=now + timedelta(microseconds=number),
        touched_at=now,
    )
    draft.needs = Needs(registration=draft, event=helper.event, answers={})
    return draft


def _drafts(helper: Helper) -> Any:
    return Registration.objects.filter(helper=helper, state=State.DRAFT)
