"""The models of registrations: others write `from registrations.models import Registration`."""

from registrations.models.check_in import CheckIn
from registrations.models.needs import Consent, Needs
from registrations.models.questions import Question
from registrations.models.registrations import Facilitation, Registration

__all__ = ["CheckIn", "Consent", "Facilitation", "Needs", "Question", "Registration"]
