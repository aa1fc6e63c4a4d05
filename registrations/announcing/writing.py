"""Writing a message, changing it, trying it, and throwing it away, before it is sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.models import Event, User
from registrations import placeholders
from registrations.announcing.delivering import lock
from registrations.emails.announcements import TEST
from registrations.models import Announcement
from registrations.models.messages import AnnouncementState


@dataclass(frozen=True)
class Said:
    """What the team wrote, and for whom (`registrations.audience` says how)."""

    subject: str
    body: str
    short: str = ""
    audience: dict[str, Any] = field(default_factory=dict)
    reaches_later: bool = True


class WrongError(ValueError):
    """The message cannot be kept as it is; `faults` are pairs of a field and words."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(words for _, words in faults))
        self.faults = faults


class NotADraftError(Exception):
    """The message was sent, or waits to leave: it is not changed any more."""


def faults(said: Said) -> list[tuple[str, str]]:
    """Words in braces that stand for nothing, as pairs of a field and words."""
    found = [
        ("subject", placeholders.fault(said.subject, placeholders.IN_TITLE)),
        ("body", placeholders.fault(said.body)),
        ("short", placeholders.fault(said.short)),
    ]
    return [(name, words) for name, words in found if words]


@transaction.atomic
def write(*, event: Event, said: Said, by: User, now: datetime | None = None) -> Announcement:
    """Begin a message; nobody gets it yet. Raises WrongError."""
    now = now or timezone.now()
    _check(said)
    written = Announcement.objects.create(
        event=event, by=by, created_at=now, touched_at=now, **_fields(said)
    )
    audit.record(deed="wrote a message", by=by, event=event, row_id=written.id)
    return written


@transaction.atomic
def edit(*, announcement: Announcement, said: Said, by: User, now: datetime | None = None) -> None:
    """Write it in other words. The row given is brought up to date.

    Raises WrongError, and NotADraftError when it left or was scheduled meanwhile.
    """
    _check(said)
    held = _draft(announcement)
    for name, value in _fields(said).items():
        setattr(held, name, value)
    held.touched_at, held.by, held.send_at = now or timezone.now(), by, None
    held.save()
    audit.record(deed="changed a message", by=by, event=held.event, row_id=held.id)
    announcement.refresh_from_db()


@transaction.atomic
def delete(*, announcement: Announcement, by: User) -> None:
    """Throw a draft away. Raises NotADraftError."""
    held = _draft(announcement)
    audit.record(deed="deleted a message", by=by, event=held.event, row_id=held.id)
    held.delete()


@transaction.atomic
def test_to(*, announcement: Announcement, to: User) -> None:
    """Send the message as it stands to the colleague who asks, with nobody's code or link."""
    event = announcement.event
    outbox.queue(kind=TEST, to=to.email, row_id=announcement.id, event=event)
    audit.record(deed="tried a message", by=to, event=event, row_id=announcement.id)


def _check(said: Said) -> None:
    if wrong := faults(said):
        raise WrongError(wrong)


def _fields(said: Said) -> dict[str, Any]:
    return {
        "subject": said.subject,
        "body": said.body,
        "short": said.short,
        "audience": said.audience,
        "reaches_later": said.reaches_later,
    }


def _draft(announcement: Announcement) -> Announcement:
    held = lock(announcement.pk)
    if held is None or held.state != AnnouncementState.DRAFT:
        raise NotADraftError
    return held
