"""The people whom a helper registered, as the helper sees them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from forum import dates
from forum.models import Event
from registrations import handing_over, tickets
from registrations.models import CheckIn, Helper, Registration, days
from registrations.models.registrations import ContactBy, State

_WORDS: dict[str, str] = {
    State.CONFIRMED: "Has a place",
    State.WAITING: "On the waiting list",
    State.AWAITING: "The team has not answered yet",
    State.CANCELLED: "Cancelled",
}
# Of one person, and of many.
_BECAME: dict[str, tuple[str, str]] = {
    State.CONFIRMED: ("has a place.", "have a place."),
    State.WAITING: (
        "is on the waiting list: the name is below.",
        "are on the waiting list: their names are below.",
    ),
    State.AWAITING: (
        "is entered, and has no place until the team says yes.",
        "are entered, and have no place until the team says yes.",
    ),
}


@dataclass(frozen=True)
class Listed:
    """One person whom this helper still looks after."""

    person: Registration
    entry: CheckIn | None = None

    @property
    def words(self) -> str:
        """How they stand."""
        person, event = self.person, self.person.event
        if self.entry:
            return f"Arrived at {dates.clock(self.entry.at, event.zone)}"
        if person.is_offered and person.offered_until:
            until = person.offered_until
            said = f"{dates.short_day(until, event.zone)}, {dates.clock(until, event.zone)}"
            held = f"A place is held for them until {said}"
            if person.through_first:
                return f"{held}: one answer counts for all who come together"
            return f"{held}: open their booking and answer"
        return _WORDS.get(person.state, person.get_state_display())

    @property
    def path(self) -> str:
        """Address of their own page."""
        return tickets.booking_path(self.person)

    @property
    def may_hand_over(self) -> bool:
        """Whether somebody else can come instead."""
        event = self.person.event
        open_still = not (event.is_cancelled or event.is_over or self.entry)
        return open_still and handing_over.is_thinkable(self.person)


@dataclass(frozen=True)
class People:
    """Those whom the helper looks after, and how many of those entered are not among them."""

    mine: list[Listed]
    elsewhere: int = 0

    @property
    def waiting(self) -> list[Registration]:
        return [one.person for one in self.mine if one.person.is_waiting]

    @property
    def with_slips(self) -> list[Listed]:
        """Who gets a slip of paper: whoever has not cancelled."""
        return [one for one in self.mine if not one.person.is_cancelled]

    def expected(self, event: Event, now: datetime) -> list[Listed]:
        """Who has a place for the day that it is, and is not in."""
        today = _day_of(event, now)
        return [
            one
            for one in self.mine
            if one.person.has_a_place and not one.entry and today in one.person.coming_days
        ]


def people(helper: Helper) -> People:
    """Everybody whom the helper entered, in the order of entering; two queries.

    Who has an address of their own by now, or gave their place to somebody who has, is a number
    only: their name, code and links are none of the helper's business any more.
    """
    found = list(Registration.objects.filter(helper=helper).finished().order_by("booked_at", "id"))
    near = [one for one in found if one.contact_by == ContactBy.HELPER]
    ins = CheckIn.objects.filter(registration__in=near, session=None)
    entries = {entry.registration_id: entry for entry in ins}
    for person in near:
        person.event, person.helper = helper.event, helper
    mine = [Listed(person, entries.get(person.id)) for person in near]
    return People(mine, elsewhere=len(found) - len(near))


def keeps_quiet(helper: Helper) -> bool:
    """Whether nothing of the helper's may name event or hosts: the event, or one of theirs, asks.

    One query, and none where the event does.
    """
    mine = Registration.objects.filter(helper=helper, contact_by=ContactBy.HELPER)
    return helper.event.is_discreet or bool(mine.filter(is_discreet=True).exists())


def _day_of(event: Event, now: datetime) -> date:
    """Which day of the event it is: the first one before it begins, the last one at its end."""
    every = days.of(event)
    past = [day for day in every if day <= now.astimezone(event.zone).date()]
    return past[-1] if past else every[0]


def said(booked: Iterable[Registration]) -> str:
    """What became of those who were just booked, in numbers: who waits stands on the list."""
    states = Counter(one.state for one in booked)
    return " ".join(
        f"1 person {of_one}" if states[state] == 1 else f"{states[state]} people {of_many}"
        for state, (of_one, of_many) in _BECAME.items()
        if states[state]
    )
