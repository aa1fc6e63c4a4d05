"""Help with travel in the words its person reads."""

from decimal import Decimal
from typing import Any

from registrations import needs, options
from registrations.models import Registration
from registrations.travel_claims import claim as claims
from registrations.travel_claims.claim import Claim
from registrations.travel_claims.money import pounds


def told(claim: Claim) -> str:
    """ "Yes, up to £24 in cash on the day. Bring your ticket or receipt." """
    if claim.state == claims.REFUSED:
        return claim.words
    if claim.state == claims.BOOKED:
        return f"We booked a ticket for you, reference {claim.reference}."
    if claim.state == claims.PAID and claim.paid is not None:
        return _paid(claim.how, pounds(claim.paid))
    return _approved(claim.how, pounds(claim.up_to or Decimal(0)))


def _approved(how: str, up_to: str) -> str:
    if how == "ticket":
        return f"Yes, a ticket up to {up_to}. We book it: do not buy one yourself."
    if how == "voucher":
        return f"Yes, a voucher up to {up_to}."
    return f"Yes, up to {up_to} in cash on the day. Bring your ticket or receipt."


def _paid(how: str, amount: str) -> str:
    if how == "ticket":
        return f"Your ticket is booked and paid: {amount}."
    return f"You got a voucher of {amount}." if how == "voucher" else f"We paid you {amount}."


def told_to(registration: Registration) -> str:
    """What the person reads of their own claim, or nothing; one query."""
    claim = claims.of_readable(registration)
    return told(claim) if claim else ""


def asked(answers: dict[str, Any]) -> str:
    """ "A ticket from Leeds, about £10 to £30", or nothing when no help is asked for."""
    return options.travel(answers) if needs.is_asked("travel", answers) else ""
