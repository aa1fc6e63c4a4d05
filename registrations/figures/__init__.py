"""What remains of an event when its people are erased: counts of who booked, came and from where.

Keys of `AttendanceFigures.details`, in the row of the event as a whole:

- "booked_by_days_before": {"30": 2}, days before the start (in the event's zone) to bookings;
- "arrivals": {"2026-06-03 09:30": 12}, the event's own time in steps of ten minutes to people whom
  the door let in or who joined online: when somebody on a list came, nobody knows;
- "how": {"door": 30, "joined": 12}, how it is known who came, by How; heads are in none of them;
- "sessions": [{"title", "slot", "places", "first_choices", "placed"}] of what people chose from,
  with "came" where it was ticked who was in one; None for 1 to 4;
- "choices_met": {"first", "second", "third", "other", "none"}, seats of people who had wishes for
  that slot, by the published run; empty before one is published.

Keys of `needs`: {"step_free": {"asked": 12, "all": 12}} by kind of support, and "interpretation";
"all" is there where every state is.
"""

from registrations.figures.checking import Difference, differences
from registrations.figures.kept import kept, organisations
from registrations.figures.needed import ALL
from registrations.figures.people import forget_marks, keys_due
from registrations.figures.refreshing import (
    behind,
    freeze_attendance,
    freeze_needs,
    refresh,
    refresh_due,
)

__all__ = [
    "ALL",
    "Difference",
    "behind",
    "differences",
    "forget_marks",
    "freeze_attendance",
    "freeze_needs",
    "kept",
    "keys_due",
    "organisations",
    "refresh",
    "refresh_due",
]
