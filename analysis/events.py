"""The events of a host that have begun."""

from datetime import datetime

from forum.models import Event, Host
from forum.models.events import State

_LONG = ("description", "getting_in", "arrangements", "agreement", "food", "summary")


def begun(host: Host, now: datetime) -> list[Event]:
    """Every published event that the host runs, alone or with others, and that has begun."""
    events = Event.objects.filter(hosts=host, state=State.PUBLISHED, starts_at__lte=now)
    return list(events.select_related("series").defer(*_LONG).order_by("starts_at", "pk"))
