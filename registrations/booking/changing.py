"""Changing a booking and giving a place back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import AuditEntry, User
from registrations import (
    accompanying,
    breakouts,
    companions,
    drafts,
    in_touch,
    needs,
    own_answers,
    own_questions,
    places,
    summary,
    tickets,
    travel_claims,
    waiting_list,
)
from registrations.booking.writing import consent_anew, write
from registrations.giving_back import give_back
from registrations.models import Needs, Registration
from registrations.telling import follow, tell

_CANCELLED = "cancelled a place"


@transaction.atomic
def change(
    *,
    registration: Registration,
    answers: dict[str, Any],
    by: User | None = None,
    deed: str = "changed a booking",
    check: Callable[[dict[str, Any]], None] | None = None,
    now: datetime | None = None,
) -> None:
    """Write new answers of a booking; answers not given stay. The row given is brought up to date.

    With a new address every link in the old mailbox stops working, also those to the bookings for
    which the person speaks, and the new one is sent a link: somebody may be leaving a mailbox that
    others read. So too for whoever leaves a helper, however the helper was reached. `check` is
    shown the answers that stand before anything is written, and may raise. `deed` is what the trail
    says of a colleague who does it.

    Raises needs.ConsentError for needs without the consent to hold them, sealed.UnreadableError
    when needs are changed and the old ones cannot be opened, breakouts.ChoiceError, and without
    `by` Registration.DoesNotExist when the person's link ended meanwhile.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    held = _held(Registration.objects.select_related("needs"), registration, by)
    held.event = event
    if check:
        check(summary.standing(held))
    old_address, version = held.mail_address, held.link_version
    was_spoken_for, was_helped, was_at = held.through_first, held.is_helped, held.email
    write(held, event, answers)
    held.touched_at = now
    has_moved = old_address.casefold() != held.mail_address.casefold()
    is_left = was_helped and not held.is_helped
    if has_moved or is_left:
        follow(held)
        tell(held, "link")
    if (old_address and has_moved) or is_left or (was_spoken_for and not held.through_first):
        held.link_version = version + 1  # who read that mailbox, or spoke for them, opens nothing
        companions.end_links(held)
    held.save()
    consent_anew(held, answers, now)
    in_touch.follow(held, was=was_at)
    if own_answers.OPEN in answers:
        own_answers.replace(held, answers, own_questions.of(event))
    if not set(needs.ALL_KEYS).isdisjoint(answers):
        _change_needs(held, answers, now)
    if drafts.CHOICES in answers:
        breakouts.choose(registration=held, wishes=answers[drafts.CHOICES], now=now)
    if by:
        audit.record(deed=deed, by=by, event=event, row_id=held.id)
    registration.refresh_from_db()


def _change_needs(held: Registration, answers: dict[str, Any], now: datetime) -> None:
    row = held.needs
    before = needs.own_of(row)
    if accompanying.changes_what_is_asked(before, answers):
        accompanying.end(held, held.event, now)
        row.refresh_from_db()
        before = needs.own_of(row)
    merged = {**before, **answers}
    has_agreed = bool(answers.get("needs_consent"))
    if needs.given(merged) and not has_agreed and needs.only(merged, before) != before:
        raise needs.ConsentError("Needs answers are kept only with needs_consent.")
    row.answers = needs.only(merged, before, agreed_at=now if has_agreed else None)
    row.save(update_fields=["answers"])
    if "travel" in answers and not needs.is_asked("travel", merged):
        travel_claims.forget(held, even_paid=False)


@transaction.atomic
def erase_needs(*, registration: Registration, by: User | None = None) -> None:
    """Erase the needs and with them the consent to hold them, in the same request (security 3).

    Raises as `cancel` does.
    """
    event = places.lock(registration.event_id)
    row = Needs.objects.select_for_update().get(registration=registration)
    held = _held(Registration.objects, registration, by)
    held.event = event
    accompanying.end(held, event)
    travel_claims.forget(held)
    needs.erase(row)
    # Rooms are looked at anew: people are placed by what they need (registrations.breakouts.rows).
    held.touched_at = registration.touched_at = timezone.now()
    held.save(update_fields=["touched_at"])
    registration.needs = row
    if by:
        audit.record(deed="erased needs", by=by, event=event, row_id=registration.id)


@transaction.atomic
def cancel(
    *,
    registration: Registration,
    everyone: bool = False,
    by: User | None = None,
    now: datetime | None = None,
) -> None:
    """Give the place back, erase the needs and tell the person. Cancelling twice is once.

    With `everyone` those for whom the person speaks are cancelled too; else they keep their places.

    A place that becomes free is offered to whoever is next on the waiting list, in the same
    transaction. The row given is brought up to date. Without `by` it raises
    Registration.DoesNotExist when the person's link ended meanwhile.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    held = _held(Registration.objects, registration, by)
    if not (held.is_cancelled or held.is_draft):
        others = companions.of(held) if everyone else []
        give_back([held, *others], event, now)
        if by:
            audit.record(deed=_CANCELLED, by=by, event=event, row_id=held.id)
        waiting_list.offer_free(event, now)
    registration.refresh_from_db()


def _held(rows: Any, registration: Registration, by: User | None) -> Registration:
    """The row as it stands: a colleague means the booking, a person what their link led to."""
    if by is None:
        return tickets.still(registration, rows)
    found: Registration = rows.get(pk=registration.pk)
    return found


def was_cancelled_by_the_team(registration: Registration) -> bool:
    """Whether a colleague gave the place back and not the person; one query."""
    lines = AuditEntry.objects.filter(event=registration.event_id, row_id=registration.id)
    return registration.is_cancelled and lines.filter(deed=_CANCELLED).exists()
