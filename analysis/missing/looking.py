"""Which organisations came to none of the last events, why each is missed, and from where."""

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from analysis.missing import hiding
from analysis.missing.reading import Record, read
from forum.models import Event, Host, Series
from forum.models.people import Reach

# How many of the latest events can be looked at. Without a choice it is `USUAL`, and for who may
# not see people always, so that nobody takes one from the other.
WINDOWS, USUAL = (3, 6, 12), 6
NOT_KNOWN = str(Reach.UNKNOWN.label)


class Why(enum.Enum):
    """What is known of an organisation that is missing, in the order of the list."""

    ONCE = "Came once and not again"
    BEFORE = "Came before, but not lately"
    ELSEWHERE = "Came to other events"
    BOOKED = "Booked and never came"
    NEVER = "Never had a booking"


@dataclass(frozen=True)
class Group:
    """An organisation that came to none of the events that are looked at.

    It came so many times before, last to `came`; or, where that is nought, to an event elsewhere.
    """

    name: str
    reach: str
    region: str
    why: Why
    times: int = 0
    came: Event | None = None
    # The last event that somebody booked and nobody came to, if that was after they last came; and
    # the next one that somebody has booked.
    stayed_away: Event | None = None
    ahead: Event | None = None


@dataclass(frozen=True)
class Part:
    """How many organisations of one reach or region came lately and how many did not."""

    name: str
    came: int | None
    missing: int | None

    @property
    def known(self) -> int:
        """Both together, where they are shown."""
        return (self.came or 0) + (self.missing or 0)


@dataclass(frozen=True)
class Missing:
    """Without `is_exact` there are no names and no regions, and None is a count that stays hidden.

    `told` counts the events since the first of these that are known by totals alone; `offered` are
    the series that may be looked at by themselves.
    """

    host: Host
    last: int = USUAL
    series: Series | None = None
    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()
    by_reach: tuple[Part, ...] = ()
    by_region: tuple[Part, ...] = ()
    told: int = 0
    is_exact: bool = True
    offered: tuple[Series, ...] = ()

    @property
    def known(self) -> int | None:
        """How many organisations are looked at; None where a part of them is hidden."""
        return _sum([count for part in self.by_reach for count in (part.came, part.missing)])

    @property
    def missing(self) -> int | None:
        """How many of these are missing."""
        return _sum([part.missing for part in self.by_reach])

    @property
    def nobody_from(self) -> list[str]:
        """Regions of organisations that we know, from which none came lately."""
        return [part.name for part in self.by_region if not part.came and part.name != NOT_KNOWN]

    def counted(self, why: Why) -> int:
        return sum(group.why == why for group in self.groups)

    @property
    def coming(self) -> int:
        """How many of those that are missing have booked for an event to come."""
        return sum(group.ahead is not None for group in self.groups)


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def look(
    *, host: Host, last: int = USUAL, series: str = "", exact: bool, now: datetime | None = None
) -> Missing:
    """Who came to none of the latest `last` events that are over and where people were counted.

    Totals from elsewhere name no organisation and are left out. `exact` is for who may see people;
    they may ask for the events of one series alone, by its slug. Six or seven queries.
    """
    record = read(host, now or timezone.now())
    if not exact:
        return _hidden(host, record)
    offered = {event.series.slug: event.series for event in record.held if event.series}
    chosen = offered.get(series)
    events = [event for event in record.events if chosen in {None, event.series}]
    held = [event for event in record.held if chosen in {None, event.series}]
    found = Missing(
        host=host,
        last=last,
        series=chosen,
        events=tuple(held[-last:]),
        offered=tuple(sorted(offered.values(), key=lambda each: each.title.casefold())),
    )
    if not found.events:
        return found
    since = _since(found.events, events)
    lately = record.at(since)
    missing = record.at(record.events).union(record.listed, record.stayed_away) - lately
    return replace(
        found,
        groups=_groups(record, events, missing),
        by_reach=_by_reach(record, lately, missing),
        by_region=_by_region(record, lately, missing),
        told=sum(event.pk in record.told for event in since),
    )


def _hidden(host: Host, record: Record) -> Missing:
    """How many, by reach, of those that ever came."""
    window = tuple(record.held[-USUAL:])
    since = _since(window, record.events) if window else []
    return Missing(
        host=host,
        events=window,
        by_reach=tuple(Part(*row) for row in hiding.by_reach(record, since)) if window else (),
        told=sum(event.pk in record.told for event in since),
        is_exact=False,
    )


def _since(window: Sequence[Event], events: Iterable[Event]) -> list[Event]:
    """The events of the window, and what was held between them or has begun since."""
    return [event for event in events if event.starts_at >= window[0].starts_at]


def _groups(record: Record, events: Sequence[Event], missing: Iterable[str]) -> tuple[Group, ...]:
    """Those that nobody booked for yet first, by why they are missed."""
    found = [_group(record, events, name) for name in missing]
    turn = list(Why)
    found.sort(
        key=lambda group: (
            *(group.ahead is not None, turn.index(group.why)),
            *(group.name.casefold(), group.name),
        )
    )
    return tuple(found)


def _group(record: Record, events: Sequence[Event], name: str) -> Group:
    came = [event for event in events if name in record.there[event.pk]]
    anywhere = came or [event for event in record.events if name in record.there[event.pk]]
    last = anywhere[-1] if anywhere else None
    stayed_away = record.stayed_away.get(name)
    known = record.known[name]
    if last and stayed_away and stayed_away.starts_at < last.starts_at:
        stayed_away = None
    return Group(
        name=known.name,
        reach=known.reach,
        region=_region(record, name),
        why=_why(len(came), last, stayed_away),
        times=len(came),
        came=last,
        stayed_away=stayed_away,
        ahead=record.ahead.get(name),
    )


def _why(times: int, last: Event | None, stayed_away: Event | None) -> Why:
    if times:
        return Why.ONCE if times == 1 else Why.BEFORE
    if last:
        return Why.ELSEWHERE
    return Why.BOOKED if stayed_away else Why.NEVER


def _by_reach(record: Record, lately: set[str], missing: set[str]) -> tuple[Part, ...]:
    came, not_there = (
        Counter(record.known[name].reach for name in names) for names in (lately, missing)
    )
    return tuple(
        Part(str(reach.label), came[reach], not_there[reach])
        for reach in Reach
        if came[reach] or not_there[reach]
    )


def _by_region(record: Record, lately: set[str], missing: set[str]) -> tuple[Part, ...]:
    """By the names of regions as the team wrote them, those that nobody wrote last."""
    came, not_there = (
        Counter(_region(record, name) for name in names) for names in (lately, missing)
    )
    regions = sorted(
        {*came, *not_there}, key=lambda region: (region == NOT_KNOWN, region.casefold(), region)
    )
    return tuple(Part(region, came[region], not_there[region]) for region in regions)


def _region(record: Record, name: str) -> str:
    return " ".join(record.known[name].region.split()) or NOT_KNOWN
