"""Who paints a picture, and when: where a worker runs beside the web processes, it does.

matplotlib is large and slow to load, so a web process leaves it to the worker: it puts what is
wanted beside the pictures, and a nudge names it. Neither holds anything that the picture does not.
Nobody waits for a worker that does not come: where none has done a job lately, or painted anything
for PATIENCE, the web process paints. Where it does the waiting work itself, it always does.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from analysis import pictures
from analysis.charts.drawing import Drawing
from analysis.findings.finding import Finding
from forum.models import ScheduledJob

log = logging.getLogger("convenor.charts")

PATIENCE = timedelta(seconds=20)
# Some job is due every 20 seconds, so where a worker runs one was done in this time.
_LATELY = timedelta(minutes=1)
# What a page across events shows: for a desk and for a phone.
ON_PAGES = ("wide", "narrow")
_WANTED, _PAINTED = "wanted-", "painted-last"
_FORGOTTEN = 600  # seconds


def ready(drawing: Drawing, shape: str) -> bytes | None:
    """The picture; None while the worker paints it."""
    found = pictures.kept(drawing, shape)
    if found is not None:
        return found
    return None if _is_left_to_worker([(drawing, shape)]) else pictures.paint(drawing, shape)


def awaited(findings: Iterable[Finding], shapes: Sequence[str] = ON_PAGES) -> frozenset[str]:
    """Keys of the findings whose pictures the worker has yet to paint; it is told of them."""
    if not settings.PAINT_IN_WORKER:
        return frozenset()
    cold = [
        (finding.key, finding.drawing, shape)
        for finding in findings
        for shape in shapes
        if finding.drawing is not None and not pictures.is_kept(finding.drawing, shape)
    ]
    if not _is_left_to_worker([(drawing, shape) for _key, drawing, shape in cold]):
        return frozenset()
    return frozenset(key for key, _drawing, _shape in cold)


def paint_wanted(names: Iterable[str]) -> int:
    """Paint what waits under these names, and say how many pictures there were."""
    wanted = caches["charts"].get_many([_WANTED + name for name in names])
    for key, (drawing, shape, _at) in wanted.items():
        if not pictures.is_kept(drawing, shape):
            pictures.paint(drawing, shape)
        caches["charts"].set(_PAINTED, timezone.now(), _FORGOTTEN)
        caches["charts"].delete(key)
    return len(wanted)


@task(priority=-10)
def paint_now(names: list[str]) -> int:
    """Paint what a page waits for; how many pictures. Mails and lists go before, however many
    charts somebody asks for."""
    return paint_wanted(names)


def _is_left_to_worker(cold: list[tuple[Drawing, str]]) -> bool:
    """Whether the worker will paint these; it is asked for those it was not asked for yet."""
    now = timezone.now()
    if not cold or not settings.PAINT_IN_WORKER or _is_nobody_there(now):
        return False
    cached = caches["charts"]
    new, painted = [], cached.get(_PAINTED)
    for drawing, shape in cold:
        name = pictures.name(drawing, shape)
        asked: tuple[Any, str, datetime] | None = cached.get(_WANTED + name)
        if asked and now - max(asked[2], painted or asked[2]) > PATIENCE:
            return False
        if asked is None:
            cached.set(_WANTED + name, (drawing, shape, now), _FORGOTTEN)
            new.append(name)
    return not new or _nudge(new)


def _nudge(names: list[str]) -> bool:
    try:
        paint_now.enqueue(names)
    except Exception as error:
        log.warning("charts: no nudge (%s)", type(error).__name__)
        return False
    return True


def _is_nobody_there(now: datetime) -> bool:
    """Whether no job was done lately, or a nudge has waited too long for a worker to be there."""
    if not ScheduledJob.objects.filter(last_run_at__gt=now - _LATELY).exists():
        return True
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__lt=now - PATIENCE
    )
    return waiting.exists()
