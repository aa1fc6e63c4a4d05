"""What note-takers wrote down: one point that was made, in a session or at the event."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from feedback.models import SessionNote
from forum import audit
from forum.models import Event, Session, User


class ForeignSessionError(Exception):
    """The session is of another event."""


@transaction.atomic
def add(
    *,
    event: Event,
    session: Session | None,
    text: str,
    by: User | None,
    now: datetime | None = None,
) -> SessionNote:
    """Write down one point. Raises ForeignSessionError."""
    _check(event, session)
    note = SessionNote.objects.create(
        event=event, session=session, text=text.strip(), by=by, at=now or timezone.now()
    )
    audit.record(deed="added a note", by=by, event=event, row_id=note.pk)
    return note


@transaction.atomic
def change(*, note: SessionNote, session: Session | None, text: str, by: User | None) -> None:
    """Mend a note. Other words are to be read again; their themes stand until then, uncounted.

    Raises ForeignSessionError.
    """
    _check(note.event, session)
    if note.text != text.strip():
        note.is_coded = False
    note.session, note.text = session, text.strip()
    note.save(update_fields=["session", "text", "is_coded"])
    audit.record(deed="changed a note", by=by, event=note.event, row_id=note.pk)


@transaction.atomic
def remove(*, note: SessionNote, by: User | None) -> None:
    """Delete a note and its themes."""
    audit.record(deed="removed a note", by=by, event=note.event, row_id=note.pk)
    note.delete()


def _check(event: Event, session: Session | None) -> None:
    if session is not None and session.event_id != event.pk:
        raise ForeignSessionError
