"""Printed slips: a code each, given out by hand, so that nobody knows who took which."""

from dataclasses import dataclass

from feedback import emails
from forum.models import Event
from registrations import tickets

PER_PAGE = 12
_LABEL = "QR code that opens the questions"


@dataclass(frozen=True)
class Slip:
    """A code, and the picture that opens the questions with it on a phone."""

    code: str
    qr: str


def pages_of(event: Event, codes: list[str]) -> list[list[Slip]]:
    """The slips of these codes, page by page."""
    address = emails.address(event)
    slips = [Slip(code, tickets.qr_svg(f"{address}#code={code}", _LABEL)) for code in codes]
    return [slips[start : start + PER_PAGE] for start in range(0, len(slips), PER_PAGE)]
