"""One person's claim as it is sealed, and finding it: only by opening all of an event."""

import logging
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from forum import sealed
from forum.models import Event
from registrations.models import Registration, TravelClaim
from registrations.travel_claims.money import exact

log = logging.getLogger("convenor.needs")

ASKED, APPROVED, BOOKED, PAID, REFUSED = "asked", "approved", "booked", "paid", "refused"
STATES = {
    ASKED: "Asked",
    APPROVED: "Approved",
    BOOKED: "Booked",
    PAID: "Paid",
    REFUSED: "Said no",
}
HOW = {"ticket": "A ticket that we book", "cash": "Cash on the day", "voucher": "A voucher"}
# In words of one place: "up to £24 in cash on the day".
WORDS = 160


class ClaimError(ValueError):
    """Nothing was written; the words say why. `about` is their field, "" for the whole."""

    def __init__(self, words: str, *, about: str = "") -> None:
        super().__init__(words)
        self.about = about


@dataclass(frozen=True)
class Claim:
    """Help with travel for one person. `who` is None once their booking is gone.

    `words` is what a no says, `paid_by` the id of the colleague who paid.
    """

    who: uuid.UUID | None
    state: str
    how: str = ""
    up_to: Decimal | None = None
    start: str = ""
    words: str = ""
    reference: str = ""
    paid: Decimal | None = None
    paid_by: str = ""
    paid_at: datetime | None = None
    row_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_to_do(self) -> bool:
        """Whether the team has still to book, hand out or pay something."""
        return self.state in (APPROVED, BOOKED)

    @property
    def to_book(self) -> bool:
        return self.state == APPROVED and self.how == "ticket"

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def how_words(self) -> str:
        return HOW.get(self.how, "")

    def with_(self, **changes: Any) -> "Claim":
        return replace(self, **changes)


def _stored(claim: Claim) -> dict[str, str]:
    held = {
        "who": str(claim.who or ""),
        "state": claim.state,
        "how": claim.how,
        "up_to": exact(claim.up_to) if claim.up_to is not None else "",
        "start": claim.start,
        "words": claim.words,
        "reference": claim.reference,
        "paid": exact(claim.paid) if claim.paid is not None else "",
        "paid_by": claim.paid_by,
        "paid_at": claim.paid_at.isoformat() if claim.paid_at else "",
    }
    return {key: value for key, value in held.items() if value}


def _opened(row: TravelClaim) -> Claim:
    held: Any = row.claim
    return Claim(
        who=uuid.UUID(held["who"]) if held.get("who") else None,
        state=held["state"],
        how=held.get("how", ""),
        up_to=Decimal(held["up_to"]) if held.get("up_to") else None,
        start=held.get("start", ""),
        words=held.get("words", ""),
        reference=held.get("reference", ""),
        paid=Decimal(held["paid"]) if held.get("paid") else None,
        paid_by=held.get("paid_by", ""),
        paid_at=datetime.fromisoformat(held["paid_at"]) if held.get("paid_at") else None,
        row_id=row.pk,
    )


def every(event: Event) -> list[Claim]:
    """All claims of an event; one query. Raises sealed.UnreadableError when one does not open."""
    return [_opened(row) for row in TravelClaim.objects.filter(event=event)]


def of(registration: Registration) -> Claim | None:
    """This person's claim, or None; one query. Raises sealed.UnreadableError.

    All claims of the event are opened to find it: nothing plain may say whose one is.
    """
    found = (claim for claim in every(registration.event) if claim.who == registration.pk)
    return next(found, None)


def of_readable(registration: Registration) -> Claim | None:
    """The same for the person's own page: None also where no key opens it, which is logged."""
    try:
        return of(registration)
    except sealed.UnreadableError as error:
        log.error("travel claims of event %s cannot be opened: %s", registration.event_id, error)
        return None


def save(event: Event, claim: Claim) -> None:
    """Seal the claim into its row, a new one when there is none. Raises KeyUnavailableError."""
    row = TravelClaim(pk=claim.row_id, event=event, claim=_stored(claim))
    is_there = TravelClaim.objects.filter(pk=claim.row_id).exists()
    row.save(force_update=is_there, force_insert=not is_there)
