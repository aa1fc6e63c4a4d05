"""Telling people about their own booking: by mail, or by a line on the list of whom to call."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from forum import outbox
from forum.models import Event, Message
from forum.models.ground import WAITING
from registrations.models import Call, Delivery, Registration
from registrations.models.registrations import ContactBy

# What a list of people to be told is fetched with: those through whom they are reached.
REACHED = ["helper", "with_whom__helper"]
BY_MAIL, BY_PHONE, PAGE_ONLY = "by_mail", "by_phone", "page_only"


def tell(registration: Registration, kind: str, *, due_at: datetime | None = None) -> None:
    """Queue a mail about a booking, or note a call, in the transaction of the deed.

    The mail leaves at once, or at `due_at`. Somebody who looks at their booking page and left
    neither address nor number is told there.
    """
    about = [(registration, registration.id)]
    tell_many(about, kind, event=registration.event, now=timezone.now(), due_at=due_at)


def tell_each(people: Sequence[Registration], kind: str) -> None:
    """Tell people who come together: whoever is spoken for by another of them is told with them."""
    for one in readers(people):
        tell(one, kind)


def readers(people: Sequence[Registration]) -> list[Registration]:
    """These without those who are spoken for by another of them, who is told for both."""
    there = {one.id for one in people}
    return [one for one in people if not (one.through_first and one.with_whom_id in there)]


def rows_about(people: Iterable[Registration]) -> list[uuid.UUID]:
    """What mails about these people name: their bookings and what the team wrote to them."""
    ids = [one.id for one in people]
    return [*ids, *Delivery.objects.filter(registration__in=ids).values_list("id", flat=True)]


def tell_many(
    about: Iterable[tuple[Registration, uuid.UUID]],
    kind: str,
    *,
    event: Event,
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """The same for many: each person with the id of what the composer asks for; how many mails.

    The registrations come with REACHED. Two queries, however many people they are.
    """
    mails, calls = [], []
    for registration, row_id in about:
        how = way(registration)
        if how == BY_MAIL:
            mails.append((registration.mail_address, row_id))
        elif how == BY_PHONE:
            calls.append(
                Call(
                    event=event,
                    registration=registration,
                    kind=kind,
                    row_id=row_id,
                    created_at=now,
                )
            )
    Call.objects.bulk_create(calls, batch_size=500)
    if not mails:
        return 0
    return len(outbox.queue_many(kind=kind, to=mails, event=event, due_at=due_at, now=now))


def follow(registration: Registration) -> None:
    """Let what still waits to be told go the way by which the person is reached now.

    So too for those for whom the person speaks. Mails that wait become calls for who has only a
    telephone now, and the other way round. Raises outbox.AddressError.
    """
    spoken_for = Registration.objects.filter(with_whom=registration, through_first=True)
    for one in [registration, *spoken_for]:
        one.event = registration.event
        if one is not registration:
            one.with_whom = registration
        _follow(one)


def _follow(registration: Registration) -> None:
    announced = Delivery.objects.filter(registration=registration).values_list("id", flat=True)
    waiting = Message.objects.filter(
        row_id__in=[registration.id, *announced],
        state__in=WAITING,
    )
    calls = Call.objects.filter(registration=registration, done_at=None)
    if reads_mail(registration):
        waiting.update(to=outbox.one_address(registration.mail_address))
        for call in calls:
            _again(registration, call.kind, call.row_id, call.created_at)
        calls.delete()
    elif registration.telephone:
        for mail in waiting:
            _again(registration, mail.kind, mail.row_id, mail.created_at)
        waiting.delete()


def _again(registration: Registration, kind: str, row_id: uuid.UUID, at: datetime) -> None:
    tell_many([(registration, row_id)], kind, event=registration.event, now=at)


def way(registration: Registration) -> str:
    """By which way word reaches somebody: BY_MAIL, BY_PHONE, or on their booking's page alone."""
    if reads_mail(registration) and outbox.is_one_address(registration.mail_address):
        return BY_MAIL
    return BY_PHONE if registration.telephone else PAGE_ONLY


def reads_mail(registration: Registration) -> bool:
    """Whether the person, or whoever helps them, is written to by mail."""
    by_mail = registration.contact_by in (ContactBy.EMAIL, ContactBy.HELPER)
    return by_mail and bool(registration.mail_address)
