"""Telling people where they go: once for each run."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import Event, Session, User
from registrations import places
from registrations.breakouts import placements, seats
from registrations.models import Allocation, Registration
from registrations.models.breakouts import RunState
from registrations.people import everybody
from registrations.telling import REACHED, reads_mail, tell_many


class NotPublishedError(ValueError):
    """Nobody was told: the event was cancelled, or a newer run took or takes this one's place."""


@transaction.atomic
def publish(*, allocation: Allocation, by: User | None, now: datetime | None = None) -> int:
    """Tell people their sessions, on their pages and by mail or call: how many mails. Once only.

    Where people were told before, only those whose sessions are others now get a mail: not those
    who come on fewer days by now. Raises NotPublishedError. The allocation given is brought up to
    date.
    """
    now = now or timezone.now()
    event = places.lock(allocation.event_id)
    held = Allocation.objects.filter(pk=allocation.pk, state=RunState.DONE).first()
    if event.is_cancelled:
        raise NotPublishedError("This event was cancelled, so nobody was told.")
    if now > event.ends_at:
        raise NotPublishedError("This event is over, so nobody was told.")
    if held is None:
        raise NotPublishedError("There is a newer draft. Look at it, then tell people.")
    if held.is_published:
        return 0
    if Allocation.objects.filter(event=event).in_hand().exists():
        raise NotPublishedError("People are being placed just now. Tell people when that is done.")
    people = to_tell(held, placements.published(event))
    held.published_at = now
    held.save(update_fields=["published_at"])
    allocation.published_at = now
    about = [(one, one.pk) for one in people]
    count = tell_many(about, "sessions", event=event, now=now)
    audit.record(deed="told people their sessions", by=by, event=event, row_id=held.pk, count=count)
    return count


def to_tell(draft: Allocation, told: Allocation | None) -> list[Registration]:
    """Who would be told something that is new to them; at most four queries."""
    changed = _changed(told, draft)
    people = _coming(draft.event).order_by("booked_at", "id")
    return [one for one in people if one.pk in changed]


def without_mail(allocation: Allocation) -> list[Registration]:
    """Who is placed and is not written to: the team tells them; one query."""
    placed = _coming(allocation.event).filter(placements__allocation=allocation)
    return [one for one in placed.distinct() if not reads_mail(one)]


def _changed(told: Allocation | None, new: Allocation) -> set[UUID]:
    """Who goes elsewhere than they were told; everybody, when nobody was told anything.

    A seat that somebody has no more, because they are not there at that time, is no news to them;
    one in a session that was cancelled is.
    """
    before, after = seats.of(told), seats.of(new)
    moved = {seat[0] for seat, one in after.items() if seat not in before or before[seat] != one}
    lost = {seat: one for seat, one in before.items() if one and seat not in after}
    gone = Session.objects.filter(pk__in=set(lost.values()), is_cancelled=True)
    called_off = set(gone.values_list("pk", flat=True))
    return moved | {seat[0] for seat, one in lost.items() if one in called_off}


def _coming(event: Event) -> Any:
    return everybody(event).confirmed().select_related(*REACHED)
