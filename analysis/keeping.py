"""What very many events add up to, kept by this process for a minute.

A page of charts is followed by a question for each of its pictures, and each would add up all of
it again. Figures follow their rows within a minute anyway, and so does what is kept here. Of a host
with few events nothing is kept: adding them up takes no longer than looking. Who may see what is
asked before, each time; what somebody who may not see people is told is kept apart.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from analysis import adding_up, asking
from analysis.adding_up import Analysis
from forum.models import Host

MANY = 100  # events
_KEPT = timedelta(minutes=1)
_MOST = 8
# The host, whether every count is told, and what is asked for.
_Key = tuple[uuid.UUID, bool, tuple[tuple[str, str], ...]]

_kept: OrderedDict[_Key, tuple[datetime, Analysis]] = OrderedDict()
_lock = threading.Lock()


def add_up(*, host: Host, given: Mapping[str, str], exact: bool) -> Analysis:
    """As adding_up.add_up does; for a host with many events, as it was up to a minute ago."""
    asked = tuple((name, given[name]) for name in asking.GIVEN if given.get(name))
    key = (host.pk, exact, asked)
    now = timezone.now()
    with _lock:
        at, kept = _kept.get(key, (now, None))
    # A clock that was put back keeps nothing longer.
    if kept is not None and timedelta(0) <= now - at < _KEPT:
        return kept
    added_up = adding_up.add_up(host=host, given=dict(asked), exact=exact)
    if added_up.begun >= MANY:
        _keep(key, added_up, now)
    return added_up


def _keep(key: _Key, added_up: Analysis, now: datetime) -> None:
    """The latest few, so that what is kept has an end."""
    with _lock:
        _kept[key] = now, added_up
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
