"""Booking those who come with somebody: with the first person, or added by them afterwards."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from forum.models import Event
from registrations import companions, needs, places
from registrations.booking.opening import must_be_open
from registrations.booking.writing import WELCOMES, admit, write
from registrations.models import Needs, Registration
from registrations.models.registrations import Kind
from registrations.telling import tell

# Those who cancelled too: each was written about to an address that may not be the person's own.
_EVER = 3 * companions.MOST


class TogetherError(places.RefusedError):
    """Nobody can be added; `words` say why, and what to do."""


def rows(
    first: Registration, event: Event, answers: dict[str, Any], now: datetime
) -> list[Registration]:
    """A row for each who comes with the first person, not saved yet, in the order named."""
    return [
        _row(first, event, companions.answers_of(one, answers), now, number)
        for number, one in enumerate(companions.named(answers), start=1)
    ]


def keep(people: list[Registration], answers: dict[str, Any], now: datetime) -> None:
    """Save the rows, each with what was said of its food, sealed."""
    for one, said in zip(people, companions.named(answers), strict=True):
        one.save(force_insert=True)
        held = needs.only(companions.answers_of(said, {}), agreed_at=now, through="helper")
        Needs.objects.create(registration=one, event=one.event, answers=held)


@places.guarded
def add(
    *,
    first: Registration,
    answers: dict[str, Any],
    press: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Registration:
    """Add one who comes with somebody who booked; `answers` are as the form names one person.

    They get a place while one is free that nobody waits for; else they wait, also for the answer of
    a team that answers each booking. `press` is one press of the button: repeated, it is still one
    person.

    Raises ClosedError, TogetherError, keys.KeyUnavailableError, and Registration.DoesNotExist when
    the person's link ended meanwhile.
    """
    now = now or timezone.now()
    held = places.lock_row(first)
    if held.link_version != first.link_version:
        raise Registration.DoesNotExist  # somebody else comes in their place by now
    event = held.event
    must_be_open(event)
    if press and (before := Registration.objects.filter(pk=press, with_whom=held).first()):
        return before
    ever = companions.everyone(held)
    if len(ever) >= _EVER:
        raise TogetherError("Many people were added here already. Ask the organisers to add more.")
    there = [one for one in ever if not one.is_cancelled]
    if words := why_not(held, there):
        raise TogetherError(words)
    usual = {"days": held.days, "language": held.language, "is_discreet": held.is_discreet}
    [added] = rows(held, event, {**usual, **answers, companions.HOW_MANY: "1"}, now)
    if press and not Registration.objects.filter(pk=press).exists():
        added.id = press
    admit([added], event, now)
    keep([added], {**answers, companions.HOW_MANY: "1"}, now)
    tell(added, WELCOMES[added.state])
    return added


def why_not(first: Registration, there: list[Registration]) -> str:
    """Why nobody can be added to this booking, in words; nothing when somebody can."""
    if first.through_first or first.is_cancelled:
        return "Only whoever made the booking can add somebody to it."
    if first.is_offered:
        return "Answer the offer of a place first. You can add somebody after that."
    if len(there) >= companions.MOST:
        return "Five people come with you already. Ask the organisers to book for more."
    return ""


def _row(
    first: Registration, event: Event, answers: dict[str, Any], now: datetime, number: int
) -> Registration:
    # Named in this order: the next of them speaks for the others when the first cancels.
    created = now + timedelta(microseconds=number)
    row = Registration(event=event, kind=Kind.COMPANION, created_at=created, touched_at=now)
    write(row, event, answers)
    row.with_whom, row.through_first = first, True
    return row
