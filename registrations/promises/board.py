"""The needs board: everything that people ask for, what needs doing first on top.

Whoever opens it opens everybody's answers, so that is written down once each time, with how many
there were and not whose.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from forum.models import Event, User
from registrations import needs
from registrations.models import Registration
from registrations.promises import promise as promises
from registrations.promises.changing import leads
from registrations.promises.promise import KINDS, Promise
from registrations.promises.words import for_the_team

OPENED = "opened the needs board"


@dataclass(frozen=True)
class Card:
    """One kind of need of one person. `left` was the colleague who saw to it and works here no more
    as a needs lead; `owner` is the one who does."""

    person: Registration
    promise: Promise
    title: str
    what: str
    address: str
    owner: User | None = None
    left: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class Group:
    """Cards under one heading."""

    title: str
    cards: list[Card]
    is_urgent: bool = False


@dataclass(frozen=True)
class Filter:
    """Which cards are looked at: of one kind, or only one's own; as the address says it."""

    kind: str = ""
    mine: bool = False

    @classmethod
    def of(cls, asked: Any) -> "Filter":
        kind = asked.get("kind", "")
        return cls(kind if kind in KINDS else "", bool(asked.get("mine")))


@dataclass
class Board:
    """What there is to do, what is done, and how many cards there are of each kind."""

    to_do: list[Group] = field(default_factory=list)
    done: list[Group] = field(default_factory=list)
    kinds: list[tuple[str, str, int]] = field(default_factory=list)
    every: int = 0
    mine: int = 0
    unreadable: int = 0

    @property
    def open_count(self) -> int:
        return sum(len(group.cards) for group in self.to_do)

    @property
    def shown(self) -> int:
        return self.open_count + sum(len(group.cards) for group in self.done)


def board(*, event: Event, by: User, show: Filter, now: datetime) -> Board:
    """The board as `by` asks for it. Three queries and the line of the trail.

    The caller has checked Right.SEE_NEEDS.
    """
    opened = needs.every(event=event, by=by, deed=OPENED)
    cards = _cards(opened, event, now.astimezone(event.zone).date())
    counts = Counter(card.promise.kind for card in cards)
    mine = [card for card in cards if card.owner == by]
    shown = [
        card for card in (mine if show.mine else cards) if show.kind in ("", card.promise.kind)
    ]
    to_do, done = _grouped(shown)
    return Board(
        to_do=to_do,
        done=done,
        kinds=[(kind, words, counts[kind]) for kind, words in KINDS.items() if counts[kind]],
        every=len(cards),
        mine=len(mine),
        unreadable=opened.unreadable,
    )


def _cards(opened: needs.Opened, event: Event, today: date) -> list[Card]:
    found = [
        (person, promise, for_the_team(promise, answers))
        for person, answers in opened
        for promise in promises.of(answers).values()
    ]
    here = {str(user.pk): user for user in leads(event)}
    gone = {promise.owner for _, promise, _ in found} - set(here) - {""}
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=gone)}
    cards = [
        Card(
            person=person,
            promise=promise,
            title=KINDS[promise.kind],
            what=what,
            address=promises.part_of_address(person.pk, promise.kind),
            owner=here.get(promise.owner),
            left=names.get(promise.owner, "somebody") if promise.owner in gone else "",
            is_overdue=promise.is_overdue(today),
        )
        for person, promise, what in found
    ]
    return sorted(cards, key=_order)


def _order(card: Card) -> tuple[Any, ...]:
    """The earliest day first, those without one last; then by name."""
    return (card.promise.due or date.max, card.person.badge_name.casefold(), card.title)


def _grouped(cards: list[Card]) -> tuple[list[Group], list[Group]]:
    """What is to do in the order of its haste, and what is done or has time."""
    waits = [card for card in cards if not card.person.has_a_place]
    rest = [card for card in cards if card.person.has_a_place]
    to_do = _split(rest, _TO_DO)
    done = _split([card for card in rest if not card.promise.is_open], _DONE)
    if waits:
        done.append(Group("Without a place so far", waits))
    return to_do, done


_Belongs = Callable[[Card], bool]
# In this order; a card stands under the first heading that it belongs to.
_TO_DO: list[tuple[str, _Belongs, bool]] = [
    ("Nobody sees to these now", lambda card: bool(card.left), True),
    ("Overdue", lambda card: card.is_overdue, True),
    ("Nobody sees to these yet", lambda card: card.owner is None, False),
    ("Not begun", lambda card: card.promise.state == promises.ASKED, False),
    ("Being arranged", lambda card: True, False),
]
_DONE: list[tuple[str, _Belongs, bool]] = [
    ("Arranged", lambda card: card.promise.state == promises.ARRANGED, False),
    ("Cannot be done", lambda card: card.promise.state == promises.CANNOT, False),
    ("Met", lambda card: True, False),
]


def _split(cards: list[Card], headings: list[tuple[str, _Belongs, bool]]) -> list[Group]:
    left = [card for card in cards if card.promise.is_open is (headings is _TO_DO)]
    groups = []
    for title, belongs, is_urgent in headings:
        found = [card for card in left if belongs(card)]
        left = [card for card in left if not belongs(card)]
        if found:
            groups.append(Group(title, found, is_urgent))
    return groups
