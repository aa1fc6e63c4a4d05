"""What an event or a booking may have besides the least: asked at once, for most have none of it.

Written out like the questions of registrations.places: to make up so many would take longer than to
answer them. What there is, is then asked for where its rules are.
"""

from typing import NamedTuple

from django.db import connection

from forum.models import Event
from forum.models.programme import SessionKind
from registrations.models import Registration
from registrations.models.needs import ConsentKind

_OF_EVENT = """
SELECT
  EXISTS (SELECT 1 FROM forum_session WHERE event_id = %(event)s AND slot_id IS NOT NULL
      AND kind IN (%(breakout)s, %(workshop)s))
    OR EXISTS (SELECT 1 FROM registrations_allocation WHERE event_id = %(event)s
      AND published_at IS NOT NULL),
  EXISTS (SELECT 1 FROM registrations_ownquestion WHERE event_id = %(event)s)
"""
_MORE_OF_BOOKING = """
  EXISTS (SELECT 1 FROM registrations_delivery WHERE registration_id = %(person)s),
  EXISTS (SELECT 1 FROM registrations_registration WHERE with_whom_id = %(person)s
      AND through_first),
  EXISTS (SELECT 1 FROM registrations_consent WHERE registration_id = %(person)s
      AND kind = %(agreement)s AND withdrawn_at IS NULL)
"""
_OF_BOOKING = f"{_OF_EVENT}, {_MORE_OF_BOOKING}"


class EventExtras(NamedTuple):
    """Whether an event has anything of a kind."""

    sessions: bool  # to choose from, or that people were told
    own_questions: bool


class Extras(NamedTuple):
    """Whether there is anything of a kind; only `has_agreed` says all there is to know."""

    event: EventExtras
    messages: bool
    company: bool  # for whom the person speaks
    has_agreed: bool  # to how people treat each other, and has not taken it back


def of_event(event: Event) -> EventExtras:
    """What there is at this event; one query."""
    return EventExtras(*_answers(_OF_EVENT, event=event.pk.hex))


def of(registration: Registration) -> Extras:
    """What there is for this booking; one query."""
    event, person = registration.event_id.hex, registration.pk.hex
    sessions, own_questions, *rest = _answers(_OF_BOOKING, event=event, person=person)
    return Extras(EventExtras(sessions, own_questions), *rest)


def _answers(question: str, **about: str) -> list[bool]:
    kinds = {"breakout": SessionKind.BREAKOUT, "workshop": SessionKind.WORKSHOP}
    with connection.cursor() as cursor:
        cursor.execute(question, {**kinds, "agreement": ConsentKind.AGREEMENT, **about})
        return [bool(one) for one in cursor.fetchone()]
