"""From answers to rows: what booking and changing have in common."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forum.models import Event, Organisation
from forum.models.people import Reach
from registrations import in_touch, options, places, tickets, waiting_list, wording
from registrations.models import Consent, Registration, days
from registrations.models.needs import ConsentKind
from registrations.models.registrations import (
    WITHOUT_A_PLACE,
    ComingAs,
    ContactBy,
    Photo,
    State,
)

# What is queued for somebody who just booked, by how the booking stands.
WELCOMES: dict[str, str] = {
    State.CONFIRMED: "confirmation",
    State.WAITING: "waiting_list",
    State.AWAITING: "received",
}
# Answers that are written as they are, and the columns they are written to.
_PLAIN = {"name": "badge_name", "pronouns": "pronouns", "language": "language"}
_CONTACT = {"contact_by", "email", "phone"}
_CAME_WITH = {"coming_as", "organisation", "reach"}


def write(registration: Registration, event: Event, answers: dict[str, Any]) -> None:
    """Put the answers that are not sealed into the row's columns; answers not given stay."""
    for answer, column in _PLAIN.items():
        if answer in answers:
            setattr(registration, column, answers[answer] or ("en" if answer == "language" else ""))
    if "is_discreet" in answers:
        registration.is_discreet = bool(answers["is_discreet"])
    if "days" in answers:
        registration.days = days.stored(answers["days"], event)
    if not _CONTACT.isdisjoint(answers):
        _write_contact(registration, answers)
    if not _CAME_WITH.isdisjoint(answers):
        _write_organisation(registration, event, answers)
    _write_sharing(registration, answers)


def _write_sharing(registration: Registration, answers: dict[str, Any]) -> None:
    """Where photos may be used counts only while photos may be taken."""
    if "photo" in answers:
        registration.photo = answers["photo"] or Photo.NO
    if "photo" in answers or "photo_uses" in answers:
        uses = answers.get("photo_uses", registration.photo_uses) or []
        is_yes = registration.photo == Photo.YES
        registration.photo_uses = [key for key in options.PHOTO_USES if is_yes and key in uses]
    if "contact_list" in answers:
        seen = answers["contact_list"] or []
        registration.contact_list = [key for key in options.CONTACT_LIST if key in seen]


def _write_contact(registration: Registration, answers: dict[str, Any]) -> None:
    """Only the address that belongs to the chosen way is kept; the way follows from the address."""
    by = answers.get("contact_by") or (
        (answers.get("email") and ContactBy.EMAIL)
        or (answers.get("phone") and ContactBy.PHONE)
        or registration.contact_by
        or ContactBy.PAGE
    )
    if by == ContactBy.HELPER and registration.contact_by not in ("", ContactBy.HELPER):
        registration.helper = None  # whoever helps now is not whom an earlier answer named
    registration.contact_by = by
    if by != ContactBy.HELPER or answers.get("phone"):
        registration.through_first = False  # reached in a way of their own from now on
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
    said = answers.get("reach")
    reach = said if said in Reach.values else Reach.UNKNOWN
    organisation: Organisation = Organisation.objects.named(event.lead_host, name, reach=reach)
    if organisation.reach == Reach.UNKNOWN and reach != Reach.UNKNOWN:
        organisation.reach = reach
        organisation.save(update_fields=["reach"])
    registration.organisation = organisation


def admit(
    people: Sequence[Registration],
    event: Event,
    now: datetime,
    *,
    overtakes: bool = False,
    by_the_team: bool = False,
) -> None:
    """Give people who come together places, or let them wait; call it under the event's lock.

    All of them get a place or none does. Where the team answers each booking they hold none until
    then, unless the team itself booked them. Nobody overtakes those on the waiting list who could
    take what is free, unless `overtakes`: somebody who stands at the door does.
    """
    for one in people:
        one.booked_at = now
        one.code = tickets.new_code(event)
        one.state, one.place = State.CONFIRMED, None
    seated = [one for one in people if one.kind not in WITHOUT_A_PLACE]
    if not seated:
        return
    rules = places.rules_of(event)
    party = waiting_list.Party(seated)
    if rules.needs_approval and not by_the_team:
        state = State.AWAITING
    elif waiting_list.seat(party, event, now, rules=rules, overtakes=overtakes):
        return
    else:
        state = State.WAITING
    for one in seated:
        one.state, one.waiting_since = state, now


def consents(registration: Registration, answers: dict[str, Any], now: datetime) -> None:
    """Write down what a new booking agreed to in the open: that to needs is sealed with them.

    Each says whether a helper wrote down what the person told them.
    """
    given = []
    if answers.get("agree"):
        given.append(wording.AGREEMENT)
    if answers.get("news") and in_touch.may_be_asked(registration):
        given.append(wording.NEWS)
    given += [said for said in _sharing(registration).values() if said]
    rows = [
        Consent(
            registration=registration,
            kind=one.kind,
            wording=one.version,
            given_at=now,
            through_helper=registration.helper_id is not None,
        )
        for one in given
    ]
    Consent.objects.bulk_create(rows)
    for row in rows:
        if row.kind == ConsentKind.NEWS:
            in_touch.join(registration, row)


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


def consent_anew(registration: Registration, answers: dict[str, Any], now: datetime) -> None:
    """Bring the consents to photos, contact list and news in line with the answers that changed.

    Whoever asks for discretion takes the yes to news back: those mails name the host.
    """
    said: dict[ConsentKind, wording.Wording | None] = {}
    stands = _sharing(registration)
    if "photo" in answers or "photo_uses" in answers:
        said[ConsentKind.PHOTO] = stands[ConsentKind.PHOTO]
    if "contact_list" in answers:
        said[ConsentKind.CONTACTS] = stands[ConsentKind.CONTACTS]
    may_have_news = in_touch.may_be_asked(registration)
    if "news" in answers or not may_have_news:
        wants_it = answers.get("news") and may_have_news
        said[ConsentKind.NEWS] = wording.NEWS if wants_it else None
    for kind, words in said.items():
        if words:
            consent(registration, words, now)
        else:
            withdraw(registration, kind, now)


def _sharing(registration: Registration) -> dict[ConsentKind, wording.Wording | None]:
    """What the row's answers about photos and the contact list agree to."""
    photo = None
    if registration.photo == Photo.YES:
        photo = wording.photo_yes(registration.photo_uses)
    elif registration.photo == Photo.UNRECOGNISABLE:
        photo = wording.PHOTO_UNRECOGNISABLE
    contacts = wording.contacts(registration.contact_list)
    return {ConsentKind.PHOTO: photo, ConsentKind.CONTACTS: contacts}
