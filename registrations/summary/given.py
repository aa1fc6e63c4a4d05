"""The answers of a booking as the form takes them, to be changed."""

from typing import Any

from forum import sealed
from registrations import breakouts, drafts, needs, own_answers
from registrations.models import Registration
from registrations.models.needs import ConsentKind


def given(registration: Registration) -> dict[str, Any]:
    """The answers of a booking as the form takes them. Raises sealed.UnreadableError."""
    held = needs.own(registration)
    agreed = needs.given(held)  # nothing is held without the consent to hold it
    return {**given_in_the_open(registration), **held, "needs_consent": agreed}


def standing(registration: Registration) -> dict[str, Any]:
    """All answers that stand, with the sessions chosen; without needs where no key opens them."""
    try:
        answers = given(registration)
    except sealed.UnreadableError:
        answers = given_in_the_open(registration)
    return {**answers, drafts.CHOICES: breakouts.wishes_of(registration)}


def given_in_the_open(registration: Registration) -> dict[str, Any]:
    """The answers that are not sealed."""
    organisation = registration.organisation
    seen = registration.contact_list
    news = registration.consents.filter(kind=ConsentKind.NEWS, withdrawn_at=None)
    return {
        "name": registration.badge_name,
        "days": registration.days,
        "pronouns": registration.pronouns,
        "contact_by": registration.contact_by,
        "email": registration.email,
        "phone": registration.phone,
        "language": registration.language,
        "is_discreet": registration.is_discreet,
        "coming_as": registration.coming_as,
        "organisation": organisation.name if organisation else "",
        "reach": organisation.reach if organisation else "",
        "photo": registration.photo,
        "photo_uses": registration.photo_uses,
        "contacts": "yes" if seen else "no",
        "contact_list": seen,
        "news": news.exists(),
        own_answers.OPEN: own_answers.plain(registration),
    }
