"""The sealed part of a run's figures, when the key of the needs is replaced by a newer one."""

import base64
import uuid

from django.db import transaction

from forum import sealed
from forum.rotation import Counts
from registrations.breakouts.sealed_part import FIELD, PURPOSE
from registrations.models import Allocation


def reseal(event_id: uuid.UUID, newest: int) -> Counts:
    """Seal it with the newest key where it carries another; each run is a transaction.

    For settings.RESEALERS: no field of the model tells of it.
    """
    total = Counts()
    for pk in Allocation.objects.filter(event=event_id).values_list("pk", flat=True):
        with transaction.atomic():
            total += _reseal(pk, newest)
    return total


def _reseal(pk: uuid.UUID, newest: int) -> Counts:
    run = Allocation.objects.select_for_update().filter(pk=pk).first()
    stored = base64.b64decode(run.figures.get(FIELD, "")) if run else b""
    if run is None or not stored or stored[0] == newest:
        return Counts()
    try:
        found = sealed.renewed(
            stored, event_id=run.event_id, row_id=run.pk, field=FIELD, purpose=PURPOSE
        )
    except sealed.UnreadableError:
        return Counts(left=1)
    run.figures[FIELD] = base64.b64encode(found).decode()
    run.save(update_fields=["figures"])
    return Counts(done=1)
