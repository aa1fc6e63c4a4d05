"""What is told of a past event, and how its figures hold it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forum.models import Event
from forum.models.people import Reach
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted


@dataclass(frozen=True)
class Totals:
    """An event in totals. `reach` is how many of the organisations reach how far, by Reach.

    `organisations` is None when nobody counted them; `counted` is a value of figures.Counted.
    """

    title: str
    kind: str
    first_day: date
    last_day: date
    people: int
    counted: str
    source: str
    series_id: uuid.UUID | None = None
    organisations: int | None = None
    reach: Mapping[str, int] = field(default_factory=dict)

    @property
    def counted_words(self) -> str:
        return str(Counted(self.counted).label)

    @property
    def details(self) -> dict[str, Any]:
        """As `AttendanceFigures.details` keeps it."""
        return {"totals": {"organisations": self.organisations, "reach": dict(self.reach)}}


@dataclass(frozen=True)
class Told:
    """What was told of an event, for a page: its figures, and reach in words, most first."""

    event: Event
    figures: AttendanceFigures
    organisations: int | None
    reach: Mapping[str, int]

    @property
    def reach_words(self) -> list[str]:
        return [
            f"{count:,} {reach.label.lower()}"
            for reach in Reach
            if (count := self.reach.get(reach.value))
        ]

    @property
    def totals(self) -> Totals:
        days = self.event.days
        return Totals(
            title=self.event.title,
            kind=self.event.kind,
            series_id=self.event.series_id,
            first_day=days[0],
            last_day=days[-1],
            people=self.figures.came,
            organisations=self.organisations,
            reach=self.reach,
            counted=self.figures.counted,
            source=self.figures.source,
        )


def told(event: Event, figures: AttendanceFigures) -> Told:
    held = figures.details.get("totals", {})
    return Told(event, figures, held.get("organisations"), held.get("reach", {}))


def figures_of(event: Event) -> Told | None:
    """What was told of this event; None when it was counted here. One query."""
    if not event.is_recorded:
        return None
    figures = AttendanceFigures.objects.filter(event=event, organisation=None).first()
    return told(event, figures) if figures else None
