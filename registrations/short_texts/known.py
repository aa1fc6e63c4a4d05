"""What texts to the people of one event share, each part looked up once and only when needed."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from forum import dates
from forum.models import Event, EventChange
from registrations import discreet, places
from registrations.breakouts import published
from registrations.models import Delivery, PlaceRules, Registration
from registrations.models.breakouts import Placement
from registrations.models.registrations import State
from registrations.waiting_list.line import leader_of


class Known:
    """One event and those of its people who are told something."""

    def __init__(self, event: Event, people: Iterable[Registration], rows: Iterable[uuid.UUID]):
        self.event = event
        self._people = {person.id for person in people}
        self._rows = set(rows)

    @cached_property
    def quiet(self) -> Event:
        """The event as a discreet text shows it."""
        return discreet.shown(self.event)

    @cached_property
    def names(self) -> list[str]:
        """What a discreet text must not say."""
        return discreet.names_of(self.event)

    @cached_property
    def rules(self) -> PlaceRules:
        return places.rules_of(self.event)

    @cached_property
    def _changes(self) -> list[EventChange]:
        return list(self.event.changes.exclude(told_at=None).order_by("at"))

    def changes(self, since: datetime | None) -> list[EventChange]:
        """The changes that were told since then; without a time those that were told last."""
        told = {change.told_at for change in self._changes if change.told_at}
        first = since or max(told, default=None)
        return [one for one in self._changes if first and one.told_at and one.told_at >= first]

    @cached_property
    def _offered(self) -> Counter[uuid.UUID]:
        rows = Registration.objects.filter(event=self.event, state=State.OFFERED)
        return Counter(leader_of(row) for row in rows)

    def together(self, registration: Registration) -> int:
        """How many people who come together were offered places with this one."""
        return self._offered[leader_of(registration)]

    @cached_property
    def _seats(self) -> dict[uuid.UUID, list[Placement]]:
        found = defaultdict(list)
        if run := published(self.event):
            rows = Placement.objects.filter(allocation=run, registration__in=self._people)
            rows = rows.select_related("slot", "session__slot", "session__room")
            for row in rows.order_by("slot__starts_at", "slot_id"):
                found[row.registration_id].append(row)
        return found

    def seats(self, registration: Registration) -> list[Placement]:
        """Where somebody goes in each slot, once people were told."""
        return self._seats[registration.pk]

    @cached_property
    def deliveries(self) -> dict[uuid.UUID, Delivery]:
        """The announcements among the rows that are told of."""
        rows = Delivery.objects.select_related("announcement__event")
        return {row.pk: row for row in rows.filter(pk__in=self._rows)}


def when(event: Event) -> str:
    """Day and times, short: "Wednesday 3 June, 10 am to 4.30 pm"."""
    zone = f", {dates.zone_words(event.timezone)}" if dates.is_elsewhere(event.timezone) else ""
    if len(event.days) > 1:
        return f"{dates.days(event)}, from {dates.clock(event.local_start)}{zone}"
    day = dates.short_day(event.local_start, event.zone)
    return f"{day}, {dates.times(event.starts_at, event.ends_at, event.zone)}{zone}"
