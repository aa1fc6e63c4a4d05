"""Past events by totals: held elsewhere, or before this site was used, with nobody in them.

Each is an event that was never published here, so that no stranger reaches it and no job touches
it, and one row of figures, frozen from the start, that says how it was counted and by whom.
"""

from registrations.past_totals.recording import (
    NothingToRecordError,
    change,
    of_host,
    record,
    remove,
    taken,
)
from registrations.past_totals.totals import Totals, figures_of

__all__ = [
    "NothingToRecordError",
    "Totals",
    "change",
    "figures_of",
    "of_host",
    "record",
    "remove",
    "taken",
]
