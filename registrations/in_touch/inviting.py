"""Telling the list of a new event: each address once, and only the number that was confirmed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from forum import audit, outbox, permissions
from forum.models import Event, User
from forum.permissions import Right
from registrations import places
from registrations.in_touch.asking import is_due
from registrations.models import EventInvitation, Registration, Subscriber


class InviteError(places.RefusedError):
    """Nobody can be invited to this event by this person; `words` say why."""


class CountChangedError(Exception):
    """Meanwhile it is another number of people than was confirmed."""


@dataclass(frozen=True)
class Plan:
    """Whom an invitation would reach, and why not everybody on the list."""

    on_list: int
    told: int
    booked: int
    asked: int
    people: list[Subscriber]

    @property
    def count(self) -> int:
        return len(self.people)


def plan(event: Event, now: datetime | None = None) -> Plan:
    """Everybody on the lead host's list, less who was told, who has booked and whose yes is old.

    Four queries, or five.
    """
    now = now or timezone.now()
    rows = list(Subscriber.objects.filter(host=event.lead_host).order_by("given_at", "id"))
    told = set(EventInvitation.objects.filter(event=event).values_list("subscriber_id", flat=True))
    people = Registration.objects.filter(event=event).finished().exclude(email="")
    booked = {address.casefold() for address in people.values_list("email", flat=True)}
    left = [row for row in rows if row.pk not in told]
    new = [row for row in left if row.email.casefold() not in booked]
    fresh = [row for row in new if not is_due(row, now)]
    return Plan(
        on_list=len(rows),
        told=len(rows) - len(left),
        booked=len(left) - len(new),
        asked=len(new) - len(fresh),
        people=fresh,
    )


def why_not(event: Event, by: User) -> str:
    """Why this person cannot invite anybody to this event, in words; nothing when they can.

    The list is the lead host's alone: another host's team learns nothing of it.
    """
    lead = event.lead_host
    if not permissions.allows(permissions.roles_at(by, [lead]), Right.EDIT_EVENT):
        return f"The list belongs to {lead.name}, who leads this event. Ask their team to invite."
    if event.is_discreet:
        return "This event is discreet, and an invitation would name it. Tell people yourself."
    if event.is_cancelled:
        return "This event is cancelled, so nobody can be invited to it."
    if event.is_draft:
        return "This event is a draft. Publish it, then invite people."
    if not event.has_opened:
        return "Booking is not open yet. Invite people when they can book."
    if not event.is_open:
        return "Booking has closed, so nobody can be invited any more."
    return ""


@places.guarded
def invite(*, event: Event, expected: int, by: User, now: datetime | None = None) -> int:
    """Queue the invitation for everybody who was not told yet, and say how many they are.

    `expected` is the number that was confirmed. Raises InviteError, CountChangedError.
    """
    now = now or timezone.now()
    held = places.lock(event.pk)
    if words := why_not(held, by):
        raise InviteError(words)
    people = plan(held, now).people
    if len(people) != expected:
        raise CountChangedError
    rows = [EventInvitation(event=held, subscriber=one, created_at=now) for one in people]
    EventInvitation.objects.bulk_create(rows, batch_size=500)
    to = [(row.subscriber.email, row.pk) for row in rows]
    outbox.queue_many(kind="event_invitation", to=to, event=held, now=now)
    audit.record(deed="invited people from the list", by=by, event=held, count=len(rows))
    return len(rows)
