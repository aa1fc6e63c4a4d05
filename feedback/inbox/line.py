"""The line of what somebody wants to read, and the way through it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from feedback.inbox import order
from feedback.inbox.choosing import Chosen
from feedback.inbox.places import Place, places
from feedback.models import Reading
from forum.models import Event, User

# Who has read something in this time is reading now.
_NOW = timedelta(minutes=30)
# Words of one theme are read together where there are so many; the commonest themes.
_SEVERAL, _THEMES = 3, 6


@dataclass(frozen=True)
class Line:
    """How far an event is read, and what was chosen of it, in order."""

    read: int
    total: int
    places: list[Place]
    chosen: Chosen
    # How many unread words each theme is the likeliest for, most first, where there are several.
    together: list[tuple[UUID, int]]

    @property
    def to_go(self) -> int:
        return self.total - self.read

    @property
    def first(self) -> str | None:
        """The key that it begins with."""
        return next((place.key for place in self.places), None)

    def after(self, key: str) -> str | None:
        """The key to go on with; of what is unread from the start again at the end."""
        at = self._at(key)
        behind = self.places[at + 1 :] if at is not None else self.places
        if self.chosen.is_unread:
            behind = [*behind, *self.places[: at or 0]]
        return next((place.key for place in behind), None)

    def before(self, key: str) -> str | None:
        """The key of the one before, if it stands in the line."""
        at = self._at(key)
        return self.places[at - 1].key if at else None

    def number(self, key: str) -> int | None:
        """Where it stands in the line, from 1."""
        at = self._at(key)
        return None if at is None else at + 1

    def _at(self, key: str) -> int | None:
        return next((at for at, place in enumerate(self.places) if place.key == key), None)


def line(
    event: Event,
    *,
    reader: User | None = None,
    chosen: Chosen | None = None,
    now: datetime | None = None,
) -> Line:
    """What the reader chose of the event, in at most five queries."""
    chosen = chosen or Chosen()
    everything = places(event)
    read = sum(place.is_coded for place in everything)
    kept = [place for place in everything if chosen.takes(place)]
    if chosen.is_unread:
        kept = order.in_order(kept, read=read)
        if reader is not None:
            kept = order.shared(kept, reader=reader.pk, readers=_readers(event, now))
    return Line(read, len(everything), kept, chosen, _together(everything))


def _together(everything: Iterable[Place]) -> list[tuple[UUID, int]]:
    offered = Counter(
        place.likeliest for place in everything if place.likeliest and not place.is_coded
    )
    return [(theme, count) for theme, count in offered.most_common(_THEMES) if count >= _SEVERAL]


def _readers(event: Event, now: datetime | None) -> list[UUID]:
    """Who reads at the event now."""
    since = (now or timezone.now()) - _NOW
    recent = Reading.objects.filter(event=event, at__gt=since, by__isnull=False)
    return list(recent.order_by().values_list("by_id", flat=True).distinct())
