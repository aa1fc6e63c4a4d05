"""Codes of 80 bits that are good for one ballot. Only a hash is kept, and nobody's name with it.

Every code of a batch is written in the order of the hashes, in one transaction: where a row lies
tells nothing of who got its code, or when. Codes that will be mailed wait sealed and are drawn at
random (security 5).
"""

import hashlib
import re
import secrets
import unicodedata

from django.db import transaction

from feedback.models import BallotCode, SpareCode
from forum.models import Event

# 32 signs of 5 bits. What is easily mistaken for one of them is read as it (`normalised`).
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V")
LENGTH = 16
# Made at once when no spare is left, so that a lone new row does not tell of a lone mail.
BATCH = 20


def new() -> str:
    """A code as people see it: `7KQ2-M9ZD-4T8W-X1HA`."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))
    return "-".join(re.findall("....", signs))


def normalised(typed: str) -> str:
    """The 16 signs that were meant, however they were typed; "" when it can be no code."""
    signs = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed))).upper()
    meant = "".join(map(_plain_digit, signs)).translate(_MISREAD)
    return meant if len(meant) == LENGTH and set(meant) <= set(_SIGNS) else ""


def _plain_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def hashed(code: str) -> str:
    """What is kept of a code. 80 random bits need no salt."""
    return hashlib.sha256(normalised(code).encode()).hexdigest()


@transaction.atomic
def make(*, event: Event, count: int) -> list[str]:
    """So many new codes for the event, good at once. They are nowhere after the caller forgets."""
    made = [new() for _ in range(count)]
    rows = [BallotCode(hash=one, event=event) for one in sorted(map(hashed, made))]
    BallotCode.objects.bulk_create(rows, batch_size=500)
    return made


@transaction.atomic
def stock(*, event: Event, count: int) -> None:
    """Make so many codes that wait to be mailed. Raises keys.KeyUnavailableError."""
    rows = [SpareCode(event=event, code=code) for code in make(event=event, count=count)]
    SpareCode.objects.bulk_create(sorted(rows, key=lambda row: row.id), batch_size=500)


def draw(event: Event) -> str:
    """A waiting code at random, which then waits no more; more are made when none is left.

    Raises sealed.UnreadableError and keys.KeyUnavailableError when the key is not there.
    """
    while True:
        with transaction.atomic():
            if not SpareCode.objects.filter(event=event).exists():
                stock(event=event, count=BATCH)
            ids = list(SpareCode.objects.filter(event=event).values_list("pk", flat=True))
            row = SpareCode.objects.filter(pk=secrets.choice(ids)).first()
            code = str(row.code) if row else ""
            # Another process may have drawn it meanwhile.
            if row and SpareCode.objects.filter(pk=row.pk).delete()[0]:
                return code


def discard(code: str) -> None:
    """Make a code worthless that reached nobody."""
    BallotCode.objects.filter(hash=hashed(code)).delete()
