"""What somebody's own page may have to tell besides the booking, asked at once: most have none."""

from typing import NamedTuple

from django.db import connection

from forum.models.programme import SessionKind
from registrations.models import Registration
from registrations.models.needs import ConsentKind

# Written out like the questions of registrations.places: to make up five would take longer than to
# answer them. What there is, is then asked for where its rules are.
_THERE = """
SELECT
  EXISTS (SELECT 1 FROM forum_session WHERE event_id = %(event)s AND slot_id IS NOT NULL
      AND kind IN (%(breakout)s, %(workshop)s))
    OR EXISTS (SELECT 1 FROM registrations_allocation WHERE event_id = %(event)s
      AND published_at IS NOT NULL),
  EXISTS (SELECT 1 FROM registrations_ownquestion WHERE event_id = %(event)s),
  EXISTS (SELECT 1 FROM registrations_delivery WHERE registration_id = %(person)s),
  EXISTS (SELECT 1 FROM registrations_registration WHERE with_whom_id = %(person)s
      AND through_first),
  EXISTS (SELECT 1 FROM registrations_consent WHERE registration_id = %(person)s
      AND kind = %(agreement)s AND withdrawn_at IS NULL)
"""


class Extras(NamedTuple):
    """Whether there is anything of a kind; only `has_agreed` says all there is to know."""

    sessions: bool  # to choose from, or that people were told
    own_questions: bool
    messages: bool
    company: bool  # for whom the person speaks
    has_agreed: bool  # as consenting.has_agreed says it


def of(registration: Registration) -> Extras:
    """What there is for this booking; one query."""
    asked = {
        "event": registration.event_id.hex,
        "person": registration.pk.hex,
        "breakout": SessionKind.BREAKOUT,
        "workshop": SessionKind.WORKSHOP,
        "agreement": ConsentKind.AGREEMENT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_THERE, asked)
        return Extras(*map(bool, cursor.fetchone()))
