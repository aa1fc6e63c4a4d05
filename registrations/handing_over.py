"""Someone else is coming instead: the place stays, and nothing of the first person with it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.models import AuditEntry, Event, Message, User
from forum.models.ground import WAITING
from registrations import accompanying, companions, in_touch, needs, places, tickets, travel_claims
from registrations.booking.writing import write
from registrations.models import Delivery, Needs, Registration
from registrations.models.needs import ConsentKind
from registrations.models.registrations import Kind, Photo
from registrations.telling import tell

_DEED = "handed over a place"
# For so long the same press of the button, repeated, is answered as the first one was.
_REPEATED = timedelta(minutes=10)
# Who works at the event was asked by the team, which has to know who comes instead.
_WORKS_THERE = [Kind.LEAD, Kind.CREW, Kind.INTERPRETER]


class HandOverError(places.RefusedError):
    """The place cannot be handed over; `words` say why and what to do."""


def is_thinkable(registration: Registration) -> bool:
    """Whether to speak of it at all, without a query; the page itself says when it cannot be."""
    return registration.has_a_place and registration.kind not in _WORKS_THERE


def why_not(registration: Registration, event: Event, now: datetime) -> str:
    """Why this booking cannot go to somebody else, in words; nothing when it can. Two queries."""
    if event.is_cancelled or event.ends_at <= now:
        return "The event is over or was cancelled, so there is no place to give."
    if not registration.has_a_place:
        return "Only a place that you have can go to somebody else."
    if registration.kind in _WORKS_THERE:
        return "You help to run this event. Tell the team who comes instead of you."
    if registration.check_ins.exists():
        return "You are checked in, so this place is used."
    if places.rules_of(event).needs_approval:
        return "The team decides who comes. Tell the team who comes instead of you."
    return ""


@transaction.atomic
def hand_over(
    *,
    registration: Registration,
    name: str,
    contact_by: str,
    email: str = "",
    phone: str = "",
    keeps_organisation: bool = True,
    by: User | None = None,
    now: datetime | None = None,
) -> None:
    """Put somebody else in the place. Pressing twice is once.

    The place, its number, the days, the seats in sessions and the wish for discretion stay, and so
    does the organisation unless `keeps_organisation` is False, because the place may be kept for
    its reach. All else that the first person told is wiped, their consents with it, and their
    links, code and waiting mails stop working. The row given is brought up to date.

    Raises HandOverError, outbox.AddressError.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.link_version == registration.link_version:
        if words := why_not(held, event, now):
            raise HandOverError(words)
        first = held.email
        said_yes = held.consents.filter(kind=ConsentKind.NEWS, withdrawn_at=None).exists()
        companions.part(held)
        _wipe(held, keeps_organisation=keeps_organisation)
        contact = {"contact_by": contact_by, "email": email, "phone": phone}
        write(held, event, {"name": name, **contact})
        held.code, held.touched_at = tickets.new_code(event), now
        held.link_version += 1
        held.save()
        if said_yes:
            in_touch.let_go(host=event.lead_host, address=first)
        _tell(held, first)
        audit.record(deed=_DEED, by=by, event=event, row_id=held.id)
    registration.refresh_from_db()


def was_just_done(
    registration: Registration, *, name: str, contact_by: str, email: str = "", phone: str = ""
) -> bool:
    """Whether this very handing over was done a moment ago, as after a double click.

    `registration` is as the first press left it.
    """
    asked = (name, contact_by, email, phone)
    row = registration
    if asked != (row.badge_name, row.contact_by, row.email, row.phone):
        return False
    since = timezone.now() - _REPEATED
    lines = AuditEntry.objects.filter(event=row.event_id, row_id=row.id, deed=_DEED)
    return lines.filter(at__gt=since).exists()


def _wipe(held: Registration, *, keeps_organisation: bool) -> None:
    """Take away what the first person told; the caller saves the row."""
    held.pronouns, held.language = "", "en"
    held.photo, held.photo_uses, held.contact_list = Photo.NO, [], []
    held.answer_reason = ""
    # Who comes instead is a stranger to those whom the first person came with.
    held.with_whom, held.through_first = None, False
    if not keeps_organisation:
        held.organisation, held.coming_as = None, ""
    held.consents.all().delete()
    held.own_answers.all().delete()
    held.choices.all().delete()
    # The seats stay; why the team chose them was about the first person.
    held.placements.update(is_pinned=False, note="")
    # What the team writes to people like these, somebody new is told as whoever joins them later.
    Delivery.objects.filter(registration=held).delete()
    accompanying.end(held, held.event)
    travel_claims.forget(held)
    needs.erase(Needs.objects.select_for_update().get(registration=held))


def _tell(held: Registration, first: str) -> None:
    """Queue both mails. That to the first person is about the event: it names nobody new."""
    Message.objects.filter(row_id=held.id, state__in=WAITING).delete()
    held.calls.all().delete()
    if first and outbox.is_one_address(first):
        outbox.queue(kind="handed_over", to=first, row_id=held.event.id, event=held.event)
    tell(held, "confirmation")
