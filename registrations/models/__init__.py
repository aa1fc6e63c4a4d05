"""The models of registrations: others write `from registrations.models import Registration`."""

from registrations.models.breakouts import Allocation, BreakoutChoice, Placement
from registrations.models.check_in import CheckIn
from registrations.models.facilitations import Facilitation
from registrations.models.figures import AttendanceFigures, PersonMark
from registrations.models.headcounts import Headcount
from registrations.models.helper import Helper
from registrations.models.imports import KnownHeading, PeopleImport
from registrations.models.in_touch import EventInvitation, Subscriber
from registrations.models.kitchen import KitchenCopy, KitchenLink
from registrations.models.messages import Announcement, Call, DayNews, Delivery, Reminder
from registrations.models.needs import Consent, Needs
from registrations.models.places import PlaceRules
from registrations.models.questions import OwnAnswer, OwnQuestion, Question
from registrations.models.registrations import Registration
from registrations.models.travel import TravelClaim

__all__ = [
    "Allocation",
    "Announcement",
    "AttendanceFigures",
    "BreakoutChoice",
    "Call",
    "CheckIn",
    "Consent",
    "DayNews",
    "Delivery",
    "EventInvitation",
    "Facilitation",
    "Headcount",
    "Helper",
    "KitchenCopy",
    "KitchenLink",
    "KnownHeading",
    "Needs",
    "OwnAnswer",
    "OwnQuestion",
    "PeopleImport",
    "PersonMark",
    "PlaceRules",
    "Placement",
    "Question",
    "Registration",
    "Reminder",
    "Subscriber",
    "TravelClaim",
]
