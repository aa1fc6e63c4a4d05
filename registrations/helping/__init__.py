"""Registering the people one supports: a caseworker's page, with no account and a private link.

The helper enters many people in one table, each gets a code and a booking of their own, and news
for them goes to the helper for as long as the person says so. Rows that are not finished stay
sealed until the event ends.
"""

from registrations.helping.arriving import all_arrived, may_arrive
from registrations.helping.keeping import Kept, keep, kept, kept_count
from registrations.helping.leaving import forget
from registrations.helping.listing import Listed, People, keeps_quiet, people, said
from registrations.helping.registering import (
    MOST,
    Entry,
    TooManyError,
    counted,
    id_of,
    register,
)
from registrations.helping.slips import Slip, slips
from registrations.helping.starting import begin

__all__ = [
    "MOST",
    "Entry",
    "Kept",
    "Listed",
    "People",
    "Slip",
    "TooManyError",
    "all_arrived",
    "begin",
    "counted",
    "forget",
    "id_of",
    "keep",
    "keeps_quiet",
    "kept",
    "kept_count",
    "may_arrive",
    "people",
    "register",
    "said",
    "slips",
]
