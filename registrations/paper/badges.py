"""Badges: a name as large as it fits, where somebody comes from, a photo marker, their sessions.

No code, no QR code and no need is on a badge: it is worn in front of everybody, and lost.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forum import dates
from forum.models import Event, Slot
from registrations.breakouts import sheets
from registrations.markers import Marker
from registrations.paper import fitting
from registrations.paper import lines as lines_of
from registrations.paper.fitting import Fit

PER_LEAF = 8
# In points: what words have of the 85 mm that a badge is wide, and of its 55 mm of height.
_WIDTH, _HEIGHT = 215.0, 131.0
_HEAD, _PRONOUNS, _MARKER, _SEAT, _GAP = 13.0, 17.0, 20.0, 11.0, 3.0
_NAME, _ORGANISATION = (48, 40, 34, 28, 24, 20, 17, 14, 12), (12, 10, 8)
_ORGANISATION_HEIGHT, _LITTLE_HEIGHT = 40.0, 20.0
# Where seats would make the name smaller than this, the programme tells them.
_LEAST_BESIDE_SEATS = 20
_MOST_SEATS = 5


@dataclass(frozen=True)
class Seat:
    """Where somebody goes in one slot: the clock, the session and its room."""

    slot: uuid.UUID
    at: str
    session: str
    room: str


@dataclass(frozen=True)
class _Layout:
    name: Fit
    organisation: Fit
    has_seats: bool


@dataclass(frozen=True)
class Badge:
    """One badge; without a name, one to write on. `event` is left out where it is not named."""

    name: str = ""
    organisation: str = ""
    pronouns: str = ""
    role: str = ""
    marker: Marker | None = None
    event: str = ""
    seats: Sequence[Seat] = field(default_factory=list)

    @property
    def name_fit(self) -> Fit:
        return self._layout.name

    @property
    def organisation_fit(self) -> Fit:
        return self._layout.organisation

    @property
    def seats_shown(self) -> Sequence[Seat]:
        return self.seats if self._layout.has_seats else []

    @cached_property
    def _layout(self) -> "_Layout":
        """The name has room first: before it seats go, then most of a long organisation."""
        if 0 < len(self.seats) <= _MOST_SEATS:
            beside = self._laid_out(_ORGANISATION_HEIGHT, has_seats=True)
            if beside.name.is_whole and beside.name.size >= _LEAST_BESIDE_SEATS:
                return beside
        usual = self._laid_out(_ORGANISATION_HEIGHT)
        return usual if usual.name.is_whole else self._laid_out(_LITTLE_HEIGHT)

    def _laid_out(self, height: float, *, has_seats: bool = False) -> "_Layout":
        """The sizes, where the organisation may take this height."""
        organisation = fitting.fit(
            self.organisation, sizes=_ORGANISATION, width=_WIDTH, height=height
        )
        room = _HEIGHT - _HEAD - _GAP
        room -= len(self.seats) * _SEAT if has_seats else 0
        room -= _MARKER if self.marker else 0
        room -= _PRONOUNS if self.pronouns else 0
        room -= organisation.height + _GAP if self.organisation else 0
        name = fitting.fit(self.name, sizes=_NAME, width=_WIDTH, height=room)
        return _Layout(name, organisation, has_seats)

    @property
    def is_tall(self) -> bool:
        return fitting.is_tall(self.name)


@dataclass(frozen=True)
class Badges:
    """Everybody's badge by name, and the slots that their seats are in."""

    badges: list[Badge]
    slots: list[Slot]

    @property
    def leaves(self) -> list[list[Badge]]:
        """Eight to a leaf; what is left of the last leaf is blank, for who comes unannounced."""
        every = [*self.badges, *[Badge()] * (-len(self.badges) % PER_LEAF)]
        return [every[at : at + PER_LEAF] for at in range(0, len(every), PER_LEAF)]

    @property
    def blanks(self) -> int:
        return -len(self.badges) % PER_LEAF


def of(event: Event) -> Badges:
    """The badges of everybody who has a place; at most twelve queries."""
    slots, seats = _seats(event)
    badges = [
        Badge(
            name=line.name,
            organisation=line.organisation,
            pronouns=line.person.pronouns,
            role=line.role,
            marker=line.marker,
            event="" if line.person.keeps_quiet else event.title,
            seats=seats[line.person.pk],
        )
        for line in lines_of.of(event, lines_of.with_a_place(event))
    ]
    return Badges(badges, slots)


def _seats(event: Event) -> tuple[list[Slot], dict[uuid.UUID, list[Seat]]]:
    """The slots in the order of time, and where everybody goes in them, once people were told."""
    found: dict[uuid.UUID, list[Seat]] = defaultdict(list)
    told = sheets.of(event)
    slots = {one.round.slot.pk: one.round.slot for one in told.sessions} if told else {}
    for one in told.sessions if told else []:
        if one.session.is_cancelled:
            continue
        slot = one.round.slot
        room = one.session.room.name if one.session.room else ""
        seat = Seat(slot.pk, dates.clock(slot.starts_at, event.zone), one.session.title, room)
        for listed in one.people:
            found[listed.person.pk].append(seat)
    return list(slots.values()), found
