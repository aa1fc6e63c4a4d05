"""Numbers of a bank account or a card in what somebody typed: none is ever kept."""

import re

from django.core.exceptions import ValidationError

WORDS = (
    "This looks like bank or card details. We never keep those: take the number out. "
    "Help with travel is a ticket, cash on the day or a voucher."
)
_SORT_CODE = r"(?<![0-9-])[0-9]{2}[- –][0-9]{2}[- –][0-9]{2}(?![0-9-])"
_ACCOUNT = r"(?<![0-9])[0-9]{8}(?![0-9])"
_CARD = r"(?<![0-9])(?:[0-9][ -]?){12,18}[0-9](?![0-9])"
_IBAN = r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}"
_IN_TEXT = re.compile("|".join([_SORT_CODE, _ACCOUNT, _CARD, _IBAN]), re.IGNORECASE)
# The reference of a ticket may well be eight digits: then only what stands beside them tells.
_IN_REFERENCE = re.compile("|".join([_SORT_CODE, _CARD, _IBAN]), re.IGNORECASE)


def refuse(text: str) -> None:
    """Raise ValidationError, with words, for text that holds what looks like bank details."""
    if _IN_TEXT.search(text):
        raise ValidationError(WORDS, code="bank")


def refuse_in_reference(text: str) -> None:
    """The same for the reference of a ticket, which may be eight digits by themselves."""
    if _IN_REFERENCE.search(text):
        raise ValidationError(WORDS, code="bank")
