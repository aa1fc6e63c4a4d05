"""Offering what is free to whoever is next, and ending offers that nobody answered."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from forum import audit
from forum.models import Event
from forum.models.events import State as EventState
from registrations import places
from registrations.models import PlaceRules, Registration
from registrations.models.registrations import State
from registrations.telling import tell_each
from registrations.waiting_list.line import Party, in_line, parties, take_number

WAS_OFFERED, MISSED = "was offered a place", "did not answer an offer"

_OFFER = ["state", "place", "offered_until", "passed_place", "waiting_since"]


@places.guarded
def offer_free(event: Event, now: datetime | None = None) -> list[Registration]:
    """Offer each free place to the next in line who may have it, and tell them; who they are.

    Called in the transaction of whatever frees a place, so that none lies idle. Nothing is offered
    where the team gives places by hand, nor once registration has closed.
    """
    return offer(places.lock(event.pk), now or timezone.now())


def offer(event: Event, now: datetime) -> list[Registration]:
    """The same under a lock that the caller holds."""
    rules = places.rules_of(event)
    if not offers_now(event, rules, now):
        return []
    stand = places.counts(event, rules, now)
    if not stand.waiting or not stand.free:
        return []
    free = places.free_numbers(event)
    offered: list[Registration] = []
    for party in in_line(event.id):
        if party.could_take(stand, free):
            _give_to(party, event, rules, party.numbers(free), now)
            stand = stand.after(party.reaches)
            free = [number for number in free if number not in {p.place for p in party.people}]
            offered += party.people
    return offered


def offers_now(event: Event, rules: PlaceRules, now: datetime) -> bool:
    """Whether places are offered by themselves at this moment."""
    closes = min(event.closes_at or event.starts_at, event.starts_at)
    return rules.offers_itself and event.is_published and now < closes


def _give_to(
    party: Party, event: Event, rules: PlaceRules, numbers: list[int], now: datetime
) -> None:
    until = min(now + timedelta(hours=rules.offer_hours), event.starts_at)
    for person, number in zip(party.people, numbers, strict=True):
        person.event, person.state, person.place = event, State.OFFERED, number
        person.offered_until, person.passed_place = until, None
        take_number(person)
        person.save(update_fields=_OFFER)
        audit.record(deed=WAS_OFFERED, by=None, event=event, row_id=person.id)
    tell_each(party.people, "offer")


def take_back(party: Iterable[Registration], event: Event, *, since: datetime | None) -> None:
    """Put people whose offer ended back in line: at its end, or where they stood before.

    The same place is not offered to them again, but to the next.
    """
    for number, person in enumerate(party):
        person.event, person.state = event, State.WAITING
        person.passed_place, person.place, person.offered_until = person.place, None, None
        if since:
            person.waiting_since = since + timedelta(microseconds=number)
        person.save(update_fields=_OFFER)


def expire(event: Event, now: datetime) -> int:
    """End the event's offers whose time is over, and offer on; how many. Under the lock."""
    over = Registration.objects.filter(
        event=event, state=State.OFFERED, offered_until__lte=now
    ).select_related("organisation")
    ended = [
        person
        for party in sorted(parties(over), key=lambda party: party.since)
        for person in party.people
    ]
    take_back(ended, event, since=now)
    for person in ended:
        audit.record(deed=MISSED, by=None, event=event, row_id=person.id)
    tell_each(ended, "offer_ended")
    if ended:
        offer(event, now)
    return len(ended)


def expire_due(now: datetime | None = None) -> int:
    """End every offer whose time is over; how many. Each event is one transaction. A job."""
    now = now or timezone.now()
    over = Registration.objects.filter(state=State.OFFERED, offered_until__lte=now).order_by()
    return sum(_expire(pk, now) for pk in over.values_list("event", flat=True).distinct())


@places.guarded
def _expire(event_id: uuid.UUID, now: datetime) -> int:
    return expire(places.lock(event_id), now)


def offer_due(now: datetime | None = None) -> int:
    """Offer what became free without a deed here: a raised capacity, kept places released. A job.

    Only events where somebody waits and a place is free are locked.
    """
    now = now or timezone.now()
    waiting = Registration.objects.filter(state=State.WAITING).order_by()
    events = Event.objects.filter(
        pk__in=waiting.values("event"), state=EventState.PUBLISHED, starts_at__gt=now
    ).order_by(F("starts_at"), "pk")
    stand = places.counts_by_event(list(events), now=now)
    return sum(len(offer_free(event, now)) for event in events if stand[event.id].free)
