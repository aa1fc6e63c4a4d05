"""Whom to call or text: people with a telephone and no mail, and what they should know.

A call is a row with a kind, as a mail is; what is said is made when the list is read. Of the calls
that tell how a booking stands only a person's latest is shown: who has a place now need not hear
that they waited. Of every other kind too it is the latest, but each message of the team is its
own. A call of which nothing is left to tell is passed over. When a call is done, the ones that it
made needless are closed with it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import finding, short_texts
from registrations.models import Call, Registration
from registrations.models.registrations import ContactBy, RegistrationQuerySet
from registrations.people import mail_came_back_from
from registrations.telling import REACHED, reads_mail

KEPT_IN_SIGHT = timedelta(days=7)
_DONE_SHOWN = 50
# Each says how the booking stands now, so a later one makes the earlier ones needless.
_STANDING = frozenset(
    [
        *("confirmation", "received", "waiting_list", "offer", "offer_ended", "place_given"),
        *("cancelled", "declined", "event_cancelled", "link"),
    ]
)
_REMINDERS = frozenset(["reminder_week", "reminder_day"])
_ANNOUNCED = "announcement"
_WHY = {
    "confirmation": "They have a place",
    "received": "We have their booking, and answer it later",
    "waiting_list": "They are on the waiting list",
    "offer": "A place is held for them",
    "offer_ended": "The place that was held for them has gone",
    "place_given": "They were given a place",
    "cancelled": "Their booking is cancelled",
    "declined": "The team said no to their booking",
    "event_changed": "The event was changed",
    "event_cancelled": "The event is cancelled",
    "link": "They should have the link to their booking again",
    "sessions": "Their sessions are set",
    "reminder_week": "The event is near",
    "reminder_day": "The event is near",
    "announcement": "A message from the team",
}
_NEWS = "There is news on their booking page"
_REACHED = [f"registration__{row}" for row in REACHED]
_FIRST = ["offer", "event_cancelled", "event_changed", "declined", "place_given"]


@dataclass(frozen=True)
class ToTell:
    """One thing to tell: why, since when, until when it matters, and the words for a text."""

    call: Call
    words: str

    @property
    def why(self) -> str:
        return why(self.call)

    @property
    def until(self) -> datetime | None:
        """When an offered place goes to somebody else."""
        return self.call.registration.offered_until if self.call.kind == "offer" else None

    @property
    def rank(self) -> tuple[int, datetime]:
        kinds = [*_FIRST, self.call.kind]
        return kinds.index(self.call.kind), self.until or self.call.created_at


@dataclass(frozen=True)
class ToReach:
    """Somebody to call: how, through whom, who shares the number, and what there is to tell."""

    person: Registration
    tell: list[ToTell]
    shared_with: list[str]

    @property
    def through(self) -> str:
        """Who answers at this number instead of the person; "" when they do so themselves."""
        person = self.person
        if person.contact_by != ContactBy.HELPER:
            return ""
        if person.helper and not person.phone:
            return person.helper.name
        if person.through_first and person.with_whom:
            return person.with_whom.badge_name
        return "the person helping them"


def why(call: Call) -> str:
    """Why somebody is called, in words that do not say what they asked for."""
    return _WHY.get(call.kind, _NEWS)


def open_calls(event: Event, *, has_links: bool = False) -> list[ToReach]:
    """Who is to be called and what they are told; offers first, those of one number together.

    The words hold no private link unless `has_links`. The same number of queries for all.
    """
    if event.is_forgotten:
        return []
    rows = Call.objects.filter(event=event, done_at=None).select_related(*_REACHED)
    groups: dict[uuid.UUID, list[Call]] = defaultdict(list)
    for call in rows:
        call.registration.event = event
        if call.registration.telephone and not reads_mail(call.registration):
            groups[call.registration_id].append(call)
    newest = [one for calls in groups.values() for one in _newest(calls)]
    writer = short_texts.Writer(event, [(call.registration, call.row_id) for call, _ in newest])
    found: dict[uuid.UUID, list[ToTell]] = defaultdict(list)
    for call, since in newest:
        words = writer.write(
            call.kind, call.registration, call.row_id, since=since, has_link=has_links
        )
        if words:
            found[call.registration_id].append(ToTell(call, words))
    return _in_order(event, found.values())


def _newest(calls: Iterable[Call]) -> list[tuple[Call, datetime]]:
    """One person's calls without those that a later one stands for, each with since when it is."""
    latest: dict[object, tuple[Call, datetime]] = {}
    for call in sorted(calls, key=lambda call: (call.created_at, call.id)):
        about = _about(call)
        since = latest[about][1] if about in latest else call.created_at
        latest[about] = call, since
    return list(latest.values())


def _about(call: Call) -> object:
    """What a call tells of: two that tell of the same are one."""
    if call.kind in _STANDING:
        return _STANDING
    if call.kind in _REMINDERS:
        return _REMINDERS
    return (call.kind, call.row_id) if call.kind == _ANNOUNCED else call.kind


def _in_order(event: Event, found: Iterable[list[ToTell]]) -> list[ToReach]:
    sharing = _sharing(event) if found else {}
    people = []
    for tell in found:
        tell.sort(key=lambda one: one.rank)
        person = tell[0].call.registration
        same = sharing.get(finding.digits(person.phone), {}) if person.phone else {}
        people.append(ToReach(person, tell, [same[pk] for pk in same if pk != person.pk]))
    first: dict[str, tuple[int, datetime]] = {}
    for one in people:
        number = finding.digits(one.person.telephone)
        first[number] = min(first.get(number, one.tell[0].rank), one.tell[0].rank)
    return sorted(people, key=lambda one: _place_of(one, first))


def _place_of(one: ToReach, first: dict[str, tuple[int, datetime]]) -> tuple[object, ...]:
    number = finding.digits(one.person.telephone)
    return (*first[number], number, *one.tell[0].rank, one.person.badge_name)


def _sharing(event: Event) -> dict[str, dict[uuid.UUID, str]]:
    """The names behind each number that somebody of the event left; one query."""
    people = Registration.objects.finished().filter(event=event).exclude(phone="")
    found: dict[str, dict[uuid.UUID, str]] = defaultdict(dict)
    for pk, phone, name in people.order_by("badge_name").values_list("pk", "phone", "badge_name"):
        found[finding.digits(phone)][pk] = name
    return found


def came_back(event: Event) -> list[Registration]:
    """Who is written to by mail, which came back, and left a telephone number too; one query."""
    people: RegistrationQuerySet = mail_came_back_from(event).select_related("helper")
    return [person for person in people if person.telephone]


@dataclass(frozen=True)
class Told:
    """One thing that a colleague told somebody."""

    call: Call

    @property
    def why(self) -> str:
        return why(self.call)


def lately_done(event: Event, now: datetime | None = None) -> list[Told]:
    """What colleagues told people in the last seven days, the latest first; one query."""
    since = (now or timezone.now()) - KEPT_IN_SIGHT
    done = Call.objects.filter(event=event, done_at__gt=since, done_by__isnull=False)
    people = done.select_related("registration", "done_by").order_by("-done_at", "id")
    return [] if event.is_forgotten else [Told(call) for call in people[:_DONE_SHOWN]]


@transaction.atomic
def done(*, call: Call, by: User, now: datetime | None = None) -> None:
    """Write down that somebody was told, and close what needs no telling with it. Twice is once."""
    now = now or timezone.now()
    held = Call.objects.select_for_update().get(pk=call.pk)
    if held.done_at is None:
        held.done_at, held.done_by = now, by
        held.save(update_fields=["done_at", "done_by"])
        same = Call.objects.filter(registration=held.registration_id, done_at=None)
        older = same.filter(created_at__lte=held.created_at)
        needless = [one.pk for one in older if _about(one) == _about(held)]
        Call.objects.filter(pk__in=needless).update(done_at=now)
        audit.record(
            deed="told somebody by phone", by=by, event=held.event, row_id=held.registration_id
        )
    call.refresh_from_db()


@transaction.atomic
def undone(*, call: Call, by: User) -> None:
    """Put a call on the list again, because it was ticked by mistake. Twice is once."""
    held = Call.objects.select_for_update().get(pk=call.pk)
    if held.done_at is not None:
        held.done_at = held.done_by = None
        held.save(update_fields=["done_at", "done_by"])
        audit.record(
            deed="took back a tick of a call", by=by, event=held.event, row_id=held.registration_id
        )
    call.refresh_from_db()
