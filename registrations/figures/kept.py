"""What is left of an event when its bookings are gone."""

from forum.models import Event
from registrations.models import AttendanceFigures


def kept(event: Event) -> AttendanceFigures | None:
    """The figures of an event whose bookings were erased; None while they are there. One query."""
    if not event.is_over:
        return None
    frozen = AttendanceFigures.objects.filter(event=event, organisation=None)
    return frozen.exclude(frozen_at=None).first()


def organisations(event: Event) -> int:
    """From how many organisations people came, by the figures; one query."""
    rows = AttendanceFigures.objects.filter(event=event, organisation__isnull=False, came__gt=0)
    return rows.count()
