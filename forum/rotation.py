"""A new key in the place of one that may have been seen: everything is sealed anew, then it goes.

The new version is written first, and from then on everything that is saved takes it. Rows that
carry an older one are sealed anew, some at a time. All of it can be killed at any point: both keys
are there, and the next run goes on. Somebody may still hold a row that was sealed before; so the
old keys stay for a day, longer than any request, and go when no row carries them (`finish_due`).
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Value
from django.utils import timezone
from django.utils.module_loading import import_string

from forum import audit, keys, sealed
from forum.models import Event, User
from forum.sealed import SealedJSONField

log = logging.getLogger("convenor.keys")

BATCH = 100
# How long an old key stays for a process that was handed it before there was a newer one.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Counts:
    """Values sealed anew, and values left that carry an older key: no key opens them."""

    done: int = 0
    left: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.done + other.done, self.left + other.left)


def purposes() -> list[str]:
    """What values are sealed for: only these keys can be rotated."""
    return sorted({field.purpose for _, field in sealed_fields()})


def rotate(*, event: Event, purpose: str, by: User | None = None) -> tuple[bool, Counts]:
    """Make a new key and seal everything with it; or go on with a rotation that was cut off.

    Whether a new key was made, and the counts. Raises keys.KeyUnavailableError when the event has
    no such key, or it is set aside.
    """
    if len(keys.versions(event.pk, purpose)) > 1:
        counts = reseal(event.pk, purpose)
        if counts.done:
            _record("sealed with the new key", by, event, purpose, counts.done)
            return False, counts
    keys.renew(event.pk, purpose)
    _record("made a new key", by, event, purpose, None)
    counts = reseal(event.pk, purpose)
    _record("sealed with the new key", by, event, purpose, counts.done)
    return True, counts


def finish_due(now: datetime | None = None) -> int:
    """Destroy old keys that no row carries any more, a day after the new one; how many. A job.

    What was cut off is sealed anew first, and so is what was saved meanwhile with an old key.
    """
    now, gone = now or timezone.now(), 0
    for owner, purpose, is_held in keys.there():
        if is_held or purpose not in purposes() or len(keys.versions(owner, purpose)) < 2:
            continue
        try:
            gone += _finish(owner, purpose, now)
        except keys.KeyUnavailableError as error:
            log.warning("old keys stay: %s", error)
    return gone


def _finish(event_id: uuid.UUID, purpose: str, now: datetime) -> int:
    """Seal what is left with the newest key, and destroy the older ones if they may go."""
    counts = reseal(event_id, purpose)
    newest, _ = keys.newest(event_id, purpose)
    older = [version for version in keys.versions(event_id, purpose) if version < newest]
    if not older or counts.left or now - keys.made_at(event_id, purpose, newest) < GRACE:
        return 0
    event = Event.objects.filter(pk=event_id).first()
    # Before it is done: cut off in between, the next run does it and says so once more.
    _record("destroyed old keys", None, event, purpose, len(older))
    keys.destroy(event_id, purpose, before=newest)
    return len(older)


def reseal(event_id: uuid.UUID, purpose: str) -> Counts:
    """Seal with the newest key what carries another; whoever saves meanwhile is right as well.

    Does nothing to a value that does not open. Raises keys.KeyUnavailableError without any key.
    """
    newest, _ = keys.newest(event_id, purpose)
    total = Counts()
    for model, field in sealed_fields():
        if field.purpose == purpose:
            total += _reseal(model, field, event_id, newest)
    for name in settings.RESEALERS.get(purpose, []):
        total += import_string(name)(event_id, newest)
    return total


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedJSONField]]:
    """Every field that is sealed, with its model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedJSONField):
                yield model, field


def _reseal(
    model: type[models.Model], field: SealedJSONField, event_id: uuid.UUID, newest: int
) -> Counts:
    """By batches in the order of their keys; each is a transaction, so a kill loses one at most."""
    first = Func(
        F(field.name), Value(1), Value(1), function="SUBSTR", output_field=models.BinaryField()
    )
    others = model._base_manager.filter(event_id=event_id)  # noqa: SLF001 - whatever is shown
    others = others.exclude(**{f"{field.name}__isnull": True}).annotate(carried=first)
    others = others.exclude(carried=bytes([newest])).order_by("pk")
    done, after = 0, None
    while True:
        with transaction.atomic():
            # What somebody else holds is theirs to save; what they leave is found the next time.
            held = others.select_for_update(skip_locked=True, of=("self",))
            rows = list((held.filter(pk__gt=after) if after else held)[:BATCH])
            done += sum(_renew(model, field, row) for row in rows)
        if len(rows) < BATCH:
            return Counts(done, others.count())
        after = rows[-1].pk


def _renew(model: type[models.Model], field: SealedJSONField, row: Any) -> bool:
    """Whether the value opened and was sealed anew."""
    try:
        found = sealed.renewed(field.stored_in(row), **field.binding(row))
    except sealed.UnreadableError:
        return False
    model._base_manager.filter(pk=row.pk).update(**{field.name: found})  # noqa: SLF001
    return True


def _record(
    deed: str, by: User | None, event: Event | None, purpose: str, count: int | None
) -> None:
    audit.record(deed=deed, by=by, event=event, count=count, reason=f"key: {purpose}")
