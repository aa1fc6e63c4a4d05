"""What somebody agreed to, in words, and turning it on and off at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from registrations import booking, in_touch, tickets, wording
from registrations.booking.writing import consent, withdraw
from registrations.models import Consent, Registration
from registrations.models.needs import ConsentKind
from registrations.models.registrations import Photo

_HEADINGS = {
    ConsentKind.NEEDS: "Keeping what you need",
    ConsentKind.PHOTO: "Photos of you",
    ConsentKind.CONTACTS: "The contact list of those who were there",
    ConsentKind.NEWS: "News of later events",
    ConsentKind.AGREEMENT: "How we treat each other",
}
# What stands in the row while such a consent is alive, and what it becomes without.
_WITHOUT: dict[str, dict[str, Any]] = {
    ConsentKind.PHOTO: {"photo": Photo.NO, "photo_uses": []},
    ConsentKind.CONTACTS: {"contact_list": []},
    ConsentKind.NEWS: {},
}
# Consents that one press gives: the others ask what exactly.
_AT_ONCE = {ConsentKind.AGREEMENT: wording.AGREEMENT, ConsentKind.NEWS: wording.NEWS}


@dataclass(frozen=True)
class Said:
    """One kind of consent as it stands: which words, since when, or until when they stood."""

    kind: str
    words: str = ""
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    # Said to a helper, who wrote it down.
    through_helper: bool = False

    @property
    def heading(self) -> str:
        return _HEADINGS[ConsentKind(self.kind)]

    @property
    def offered(self) -> str:
        """The words that one press agrees to now."""
        asked = _AT_ONCE.get(ConsentKind(self.kind))
        return asked.words if asked else ""

    @property
    def is_on(self) -> bool:
        return self.given_at is not None and self.withdrawn_at is None

    @property
    def may_turn_off(self) -> bool:
        """Having read something cannot be taken back."""
        return self.is_on and self.kind != ConsentKind.AGREEMENT

    @property
    def may_turn_on(self) -> bool:
        return not self.is_on and self.kind in _AT_ONCE


def of(registration: Registration, asked: Iterable[str]) -> list[Said]:
    """The consents of a booking in the open; one query.

    `asked` are the kinds of question that the event asks: one it asks no more shows while it
    stands. That to needs is sealed: see `to_needs`.
    """
    latest = {row.kind: row for row in registration.consents.order_by("given_at", "id")}
    wanted = {*asked, ConsentKind.AGREEMENT}
    found = [_said(kind, latest.get(kind)) for kind in [*_WITHOUT, ConsentKind.AGREEMENT]]
    return [said for said in found if said.is_on or said.kind in wanted]


def _said(kind: str, row: Consent | None) -> Said:
    if row is None:
        asked = _AT_ONCE.get(ConsentKind(kind))
        return Said(kind, asked.words if asked else "")
    words = wording.WORDINGS[row.wording].words
    return Said(kind, words, row.given_at, row.withdrawn_at, row.through_helper)


def to_needs(answers: dict[str, Any], *, host: str, who: str, until: str) -> Said:
    """The consent to hold needs, out of the sealed answers; `until` is a day in words."""
    held = answers.get("consent")
    if not held:
        return Said(ConsentKind.NEEDS)
    words = wording.needs_words(host=host, who=who, until=until)
    given_at, through_helper = datetime.fromisoformat(held["given_at"]), "through" in held
    return Said(ConsentKind.NEEDS, words, given_at, through_helper=through_helper)


@transaction.atomic
def turn_off(*, registration: Registration, kind: str, now: datetime | None = None) -> None:
    """Take a consent back. What it allowed ends in the same moment: needs are erased.

    Taking back what does not stand does nothing. The row given is brought up to date.
    """
    if kind == ConsentKind.NEEDS:
        booking.erase_needs(registration=registration)
    elif kind in _WITHOUT:
        now = now or timezone.now()
        held = _lock(registration)
        withdraw(held, ConsentKind(kind), now)
        if kind == ConsentKind.NEWS:
            in_touch.follow(held)
        for name, value in _WITHOUT[kind].items():
            setattr(held, name, value)
        _touch(held, list(_WITHOUT[kind]), now)
    registration.refresh_from_db()


@transaction.atomic
def turn_on(*, registration: Registration, kind: str, now: datetime | None = None) -> None:
    """Give a consent that one press gives, to the words that stand now.

    A booking that keeps quiet gives none to news: those mails name the host.
    """
    if asked := _AT_ONCE.get(ConsentKind(kind)):
        now = now or timezone.now()
        held = _lock(registration)
        if kind != ConsentKind.NEWS or in_touch.may_be_asked(held):
            consent(held, asked, now)
            _touch(held, [], now)
        if kind == ConsentKind.NEWS:
            in_touch.follow(held)
    registration.refresh_from_db()


def _lock(registration: Registration) -> Registration:
    return tickets.still(registration, Registration.objects.select_for_update())


def _touch(held: Registration, changed: list[str], now: datetime) -> None:
    held.touched_at = now
    held.save(update_fields=[*changed, "touched_at"])
