"""Taking a cancellation back."""

from datetime import datetime, timedelta

from django.utils import timezone

from forum import audit
from forum.models import AuditEntry, Event
from registrations import companions, places, waiting_list
from registrations.approving import APPROVED, APPROVED_TO_WAIT
from registrations.booking.changing import was_cancelled_by_the_team
from registrations.booking.writing import WELCOMES, admit
from registrations.models import Registration
from registrations.telling import tell_each

_DEED = "took a cancellation back"
# Each writes two mails: somebody could fill a mailbox that is not theirs.
_A_DAY = 5


class RestoreError(places.RefusedError):
    """The booking stays cancelled; `words` say why and what to do."""


@places.guarded
def restore(
    *, registration: Registration, everyone: bool = False, now: datetime | None = None
) -> None:
    """Take one's own cancellation back: a place while one is free and nobody waits for it, else
    the end of the waiting list. Doing it twice is once.

    With `everyone` those who were cancelled in the same deed come back too: all get a place or all
    wait. Without it they stay cancelled.

    What the person needs was erased when they cancelled, and stays so. Raises RestoreError when the
    team answered no or cancelled for them, or the event has begun or was cancelled.
    """
    now = now or timezone.now()
    held = places.lock_row(registration)
    event = held.event
    if held.is_cancelled:
        if words := why_not(held, event, now) or _too_often(held):
            raise RestoreError(words)
        back = [held, *(companions.gave_back_together(held) if everyone else [])]
        before = [(one.booked_at, one.code) for one in back]
        admit(back, event, now, by_the_team=_was_answered(held))
        for one, (booked_at, code) in zip(back, before, strict=True):
            one.booked_at, one.code = booked_at, code
            one.cancelled_at, one.touched_at = None, now
            one.save()
            audit.record(deed=_DEED, by=None, event=event, row_id=one.id)
        first = held.with_whom
        if first and held.through_first and first.is_cancelled:
            companions.hand_on(first)  # they come without whoever spoke for them
        tell_each(back, WELCOMES[held.state])
        waiting_list.offer_free(event, now)
    registration.refresh_from_db()


def why_not(registration: Registration, event: Event, now: datetime) -> str:
    """Why a cancelled booking cannot be taken up again, in words; nothing when it can."""
    if event.is_cancelled:
        return "The event was cancelled, so there is no place to take back."
    if event.starts_at <= now:
        return "The event has begun. Ask the team whether there is room."
    if registration.answer_reason or was_cancelled_by_the_team(registration):
        return "The team cancelled this booking. Write to them if that is a mistake."
    return ""


def _too_often(registration: Registration) -> str:
    today = timezone.now() - timedelta(days=1)
    lines = AuditEntry.objects.filter(event=registration.event_id, row_id=registration.id)
    if lines.filter(deed=_DEED, at__gt=today).count() < _A_DAY:
        return ""
    return "You have taken your cancellation back several times today. Try again tomorrow."


def _was_answered(registration: Registration) -> bool:
    """Whether the team said yes to this booking, and not to a deleted one with the same form."""
    lines = AuditEntry.objects.filter(event=registration.event_id, row_id=registration.id)
    lines = lines.filter(at__gte=registration.booked_at)
    return lines.filter(deed__in=[APPROVED, APPROVED_TO_WAIT]).exists()
