"""Painting the charts of a host anew when its figures have changed, before somebody looks again.

Only of hosts whose analysis was looked at: a site where nobody does never loads matplotlib.
"""

import itertools
import time
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db.models import Max

from analysis import adding_up, painting, pictures
from analysis.charts.style import EDITION
from feedback.models.readings import EventThemes
from forum.models import Host
from registrations.models import AttendanceFigures

_KEPT = 60 * 86_400  # seconds
# Seconds after which the rest is left to the next run.
_LONGEST = 30.0
_LOOKED, _AHEAD = "looked-", "ahead-"


def note_look(host: Host) -> None:
    """Remember that somebody looks at the analysis of this host."""
    caches["charts"].add(f"{_LOOKED}{host.pk}", "looked", _KEPT)


def paint_due() -> int:
    """Paint what is shown without a filter, to those who may see people and to those who may not.

    A job; says of how many hosts. One that was not finished is begun again by the next run, which
    has the pictures of this one.
    """
    ends = time.monotonic() + _LONGEST
    painted = 0
    for host, changed in _changed():
        if not _paint(host, ends):
            break
        caches["charts"].set(f"{_AHEAD}{host.pk}", (EDITION, changed), _KEPT)
        painted += 1
    return painted


def _changed() -> list[tuple[Host, datetime]]:
    """Hosts that were looked at and whose figures are newer than their pictures."""
    newest: dict[Any, datetime] = {}
    attendance = AttendanceFigures.objects.filter(organisation=None, refreshed_at__isnull=False)
    for rows in (attendance, EventThemes.objects.all()):
        of_hosts = rows.order_by().values_list("event__event_hosts__host")
        for host, at in of_hosts.annotate(at=Max("refreshed_at")):
            newest[host] = max(at, newest.get(host, at))
    kept = caches["charts"]
    looked = kept.get_many([f"{_LOOKED}{host}" for host in newest])
    ahead = kept.get_many([f"{_AHEAD}{host}" for host in newest])
    due = {
        host: at
        for host, at in newest.items()
        if f"{_LOOKED}{host}" in looked and ahead.get(f"{_AHEAD}{host}") != (EDITION, at)
    }
    return [(host, due[host.pk]) for host in Host.objects.filter(pk__in=due).order_by("pk")]


def _paint(host: Host, ends: float) -> bool:
    """Whether all of it is painted."""
    for exact in (True, False):
        findings = adding_up.add_up(host=host, given={}, exact=exact).findings
        drawings = [finding.drawing for finding in findings if finding.drawing]
        for drawing, shape in itertools.product(drawings, painting.ON_PAGES):
            if time.monotonic() > ends:
                return False
            if not pictures.is_kept(drawing, shape):
                pictures.paint(drawing, shape)
    return True
