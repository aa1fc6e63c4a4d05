"""All help with travel at an event: what needs doing first, the sums, and the sheet for cash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from forum import audit, sealed
from forum.models import Event, User
from registrations import needs
from registrations.models import Needs, Registration
from registrations.travel_claims import claim as claims
from registrations.travel_claims.claim import STATES, Claim, every
from registrations.travel_claims.told import asked

_DEED = "looked at help with travel"
# What needs doing first; within one state a ticket is booked before cash is counted out.
_ORDER = list(STATES)


@dataclass(frozen=True)
class Line:
    """One person's help with travel. `asked` is what they said, while needs are held.

    `said` are their answers to that question alone.
    """

    person: Registration | None
    claim: Claim | None
    asked: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.person.badge_name if self.person else ""

    @property
    def is_cancelled(self) -> bool:
        return self.person is None or self.person.is_cancelled

    @property
    def state(self) -> str:
        return self.claim.state if self.claim else claims.ASKED

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def is_to_answer(self) -> bool:
        return self.claim is None and not self.is_cancelled

    @property
    def is_to_book(self) -> bool:
        return self.claim is not None and self.claim.to_book and not self.is_cancelled

    @property
    def is_to_pay(self) -> bool:
        """Whether the sum is promised and not paid: nothing is to somebody who cancelled."""
        return self.claim is not None and self.claim.is_to_do and not self.is_cancelled

    @property
    def order(self) -> tuple[bool, int, bool, str, str]:
        is_ticket = self.claim is not None and self.claim.how == "ticket"
        person = str(self.person.pk) if self.person else ""
        rank = _ORDER.index(self.state)
        return self.is_cancelled, rank, not is_ticket, self.name.casefold(), person


@dataclass(frozen=True)
class Sheet:
    """The lines in the order of what needs doing; `unreadable` rows of needs count nowhere."""

    lines: list[Line]
    unreadable: int = 0

    @property
    def to_answer(self) -> int:
        return sum(line.is_to_answer for line in self.lines)

    @property
    def to_book(self) -> int:
        return sum(line.is_to_book for line in self.lines)

    @property
    def promised(self) -> Decimal:
        """What is approved and not paid yet."""
        return _sum(line.claim.up_to for line in self.lines if line.is_to_pay and line.claim)

    @property
    def paid(self) -> Decimal:
        """What was paid, also to those who cancelled afterwards."""
        return _sum(line.claim.paid for line in self.lines if line.claim)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def sheet(*, event: Event, by: User | None, deed: str = _DEED, reason: str = "") -> Sheet:
    """Who asked for help with travel, and what came of it; the look is written down as `deed`.

    Raises sealed.UnreadableError when claims cannot be opened. Five queries for any number.
    """
    held = every(event)
    opened = needs.every(event=event, by=by, deed=deed, reason=reason)
    given = {person.pk: _said(answers) for person, answers in opened}
    said = {pk: asked(answers) for pk, answers in given.items()}
    people = Registration.objects.in_bulk([claim.who for claim in held if claim.who])
    for person in people.values():
        person.event = event
    lines = [
        Line(
            person=people.get(claim.who) if claim.who else None,
            claim=claim,
            asked=said.get(claim.who, "") if claim.who else "",
            said=given.get(claim.who, {}) if claim.who else {},
        )
        for claim in held
    ]
    known = set(people)
    lines += [
        Line(person, None, said[person.pk], given[person.pk])
        for person, _ in opened
        if person.has_a_place and said[person.pk] and person.pk not in known
    ]
    return Sheet(sorted(lines, key=lambda line: line.order), opened.unreadable)


def _said(answers: dict[str, Any]) -> dict[str, Any]:
    return {key: answers[key] for key in needs.KEYS["travel"] if answers.get(key)}


def cash(*, event: Event, by: User) -> Sheet:
    """Those who are to be paid in cash, by name; the look is written down."""
    return in_cash(sheet(event=event, by=by))


def in_cash(found: Sheet) -> Sheet:
    """Of these the ones who are to be paid in cash, by name."""
    lines = found.lines
    mine = [line for line in lines if line.is_to_pay and line.claim and line.claim.how == "cash"]
    return Sheet(sorted(mine, key=lambda line: line.name.casefold()), found.unreadable)


def look_at(*, registration: Registration, by: User) -> Line:
    """One person's help with travel; that somebody looked is written down, and not at whom.

    Raises sealed.UnreadableError when claims cannot be opened.
    """
    claim = claims.of(registration)
    try:
        said = asked(needs.own_of(Needs.objects.get(registration=registration)))
    except sealed.UnreadableError:
        said = ""
    audit.record(deed=_DEED, by=by, event=registration.event, count=1)
    return Line(registration, claim, said)
