"""The models of registrations: others write `from registrations.models import Registration`."""

from registrations.models.breakouts import Allocation, BreakoutChoice, Placement
from registrations.models.check_in import CheckIn
from registrations.models.figures import AttendanceFigures, PersonMark
from registrations.models.needs import Consent, Needs
from registrations.models.places import PlaceRules
from registrations.models.questions import OwnAnswer, OwnQuestion, Question
from registrations.models.registrations import Facilitation, Registration

__all__ = [
    "Allocation",
    "AttendanceFigures",
    "BreakoutChoice",
    "CheckIn",
    "Consent",
    "Facilitation",
    "Needs",
    "OwnAnswer",
    "OwnQuestion",
    "PersonMark",
    "PlaceRules",
    "Placement",
    "Question",
    "Registration",
]
