"""Somebody who comes along: named by a needs lead, and agreed by both or not at all.

Each half lies sealed in the answers of the one whose it is, under "company", so that a stolen
database says neither who asked nor who comes with whom. A no, and a yes that is taken back, are
told to the other without saying whose it was.
"""

from registrations.accompanying.agreeing import answer
from registrations.accompanying.ending import changes_what_is_asked, end
from registrations.accompanying.pairs import MOST, CompanyError
from registrations.accompanying.proposing import call_off, propose
from registrations.accompanying.shown import Company, Stand, is_over, look_at, of, own_words

__all__ = [
    "MOST",
    "Company",
    "CompanyError",
    "Stand",
    "answer",
    "call_off",
    "changes_what_is_asked",
    "end",
    "is_over",
    "look_at",
    "of",
    "own_words",
    "propose",
]
