"""From answers to rows: what booking and changing have in common."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from forum import outbox
from forum.models import Event, Organisation
from forum.models.people import Reach
from registrations import places, tickets, wording
from registrations.models import Consent, Registration
from registrations.models.needs import ConsentKind
from registrations.models.registrations import (
    WITHOUT_A_PLACE,
    ComingAs,
    ContactBy,
    Photo,
    State,
)

P = ParamSpec("P")
R = TypeVar("R")

_TRIES = 3
# Answers that are written as they are, and the columns they are written to.
_PLAIN = {"name": "badge_name", "pronouns": "pronouns", "language": "language"}
_CONTACT = {"contact_by", "email", "phone"}
_CAME_WITH = {"coming_as", "organisation", "reach"}
_PHOTO_WORDING: dict[str, wording.Wording] = {
    Photo.UNRECOGNISABLE: wording.PHOTO_UNRECOGNISABLE,
    Photo.YES: wording.PHOTO_YES,
}


def guarded(deed: Callable[P, R]) -> Callable[P, R]:
    """Run a deed that gives places in a transaction of its own, and again when a place was taken.

    Under the event's lock that cannot happen; the unique constraint on the place is the last guard
    against whoever forgets the lock.
    """

    @functools.wraps(deed)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(_TRIES - 1):
            try:
                with transaction.atomic():
                    return deed(*args, **kwargs)
            except IntegrityError:
                continue
        with transaction.atomic():
            return deed(*args, **kwargs)

    return wrapper


def write(registration: Registration, event: Event, answers: dict[str, Any]) -> None:
    """Put the answers that are not sealed into the row's columns; answers not given stay."""
    for answer, column in _PLAIN.items():
        if answer in answers:
            setattr(registration, column, answers[answer] or ("en" if answer == "language" else ""))
    if not _CONTACT.isdisjoint(answers):
        _write_contact(registration, answers)
    if not _CAME_WITH.isdisjoint(answers):
        _write_organisation(registration, event, answers)
    if "photo" in answers:
        registration.photo = answers["photo"] or Photo.NO


def _write_contact(registration: Registration, answers: dict[str, Any]) -> None:
    """Only the address that belongs to the chosen way is kept; the way follows from the address."""
    by = answers.get("contact_by") or (
        (answers.get("email") and ContactBy.EMAIL)
        or (answers.get("phone") and ContactBy.PHONE)
        or registration.contact_by
        or ContactBy.PAGE
    )
    registration.contact_by = by
    registration.email = answers.get("email", "") if by == ContactBy.EMAIL else ""
    by_phone = by in (ContactBy.PHONE, ContactBy.HELPER)
    registration.phone = answers.get("phone", "") if by_phone else ""


def _write_organisation(registration: Registration, event: Event, answers: dict[str, Any]) -> None:
    """The lead host's organisation of that name; its reach is filled in once and never changed."""
    name = (answers.get("organisation") or "").strip()
    registration.coming_as = answers.get("coming_as") or (ComingAs.STAFF if name else "")
    if registration.coming_as == ComingAs.MYSELF or not name:
        registration.organisation = None
        return
    organisation: Organisation = Organisation.objects.named(event.lead_host, name)
    reach = answers.get("reach") or Reach.UNKNOWN
    if organisation.reach == Reach.UNKNOWN and reach in Reach.values and reach != Reach.UNKNOWN:
        organisation.reach = reach
        organisation.save(update_fields=["reach"])
    registration.organisation = organisation


def admit(registration: Registration, event: Event, now: datetime, *, overtakes: bool) -> None:
    """Give the row a place, or put it on the waiting list; call it under the event's lock.

    Nobody overtakes the waiting list unless `overtakes`: somebody who stands at the door does.
    """
    registration.booked_at = now
    registration.code = tickets.new_code(event)
    registration.state, registration.place = State.CONFIRMED, None
    if registration.kind in WITHOUT_A_PLACE:
        return
    stand = places.counts(event)
    if stand.left == 0 or (stand.waiting and not overtakes):
        registration.state, registration.waiting_since = State.WAITING, now
        return
    registration.place = places.free_place(event)


def consents(registration: Registration, answers: dict[str, Any], now: datetime) -> None:
    """Write down what a new booking agreed to in the open: that to needs is sealed with them."""
    given = []
    if answers.get("agree"):
        given.append(wording.AGREEMENT)
    if photo := _PHOTO_WORDING.get(registration.photo):
        given.append(photo)
    Consent.objects.bulk_create(
        Consent(registration=registration, kind=one.kind, wording=one.version, given_at=now)
        for one in given
    )


def consent(registration: Registration, said: wording.Wording, now: datetime) -> None:
    """Write down one consent; the same words agreed to before stay as they were given."""
    alive = Consent.objects.filter(registration=registration, kind=said.kind, withdrawn_at=None)
    if alive.filter(wording=said.version).exists():
        return
    alive.update(withdrawn_at=now)
    Consent.objects.create(
        registration=registration, kind=said.kind, wording=said.version, given_at=now
    )


def withdraw(registration: Registration, kind: ConsentKind, now: datetime) -> None:
    """Write down that a consent was taken back; the row of when it was given stays."""
    Consent.objects.filter(registration=registration, kind=kind, withdrawn_at=None).update(
        withdrawn_at=now
    )


def consent_to_photos(registration: Registration, now: datetime) -> None:
    """Bring the consent to photos in line with the answer."""
    if said := _PHOTO_WORDING.get(registration.photo):
        consent(registration, said, now)
    else:
        withdraw(registration, ConsentKind.PHOTO, now)


def tell(registration: Registration, kind: str) -> None:
    """Queue a mail about a booking, in the transaction of the deed; nothing without an address."""
    if registration.contact_by == ContactBy.EMAIL and registration.email:
        outbox.queue(
            kind=kind,
            to=registration.email,
            row_id=registration.id,
            event=registration.event,
        )
