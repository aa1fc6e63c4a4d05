"""The list of participants that a meeting's own software gives, matched by hand with bookings.

Nothing of the file is kept: names go from it into a page, and from the page come bookings and a
number.
"""

from registrations.meeting.matching import Choices, Suggestion, suggest
from registrations.meeting.reading import Participant, UnknownListError, is_heading, people_in
from registrations.meeting.taking import NotMatchedError, Taken, take, why_not

__all__ = [
    "Choices",
    "NotMatchedError",
    "Participant",
    "Suggestion",
    "Taken",
    "UnknownListError",
    "is_heading",
    "people_in",
    "suggest",
    "take",
    "why_not",
]
