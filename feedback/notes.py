"""What note-takers wrote down: one point that was made, in a session or at the event."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from feedback import theme_counts
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
    held = SessionNote.objects.select_for_update().get(pk=note.pk)
    was_read, other_words = held.is_coded, held.text != text.strip()
    note.session, note.text = session, text.strip()
    note.is_coded = was_read and not other_words
    note.save(update_fields=["session", "text", "is_coded"])
    if was_read and other_words:
        theme_counts.refresh(note.event)
    audit.record(deed="changed a note", by=by, event=note.event, row_id=note.pk)


@transaction.atomic
def remove(*, note: SessionNote, by: User | None) -> None:
    """Delete a note and its themes."""
    held = SessionNote.objects.select_for_update().filter(pk=note.pk).first()
    if held is None:
        return
    audit.record(deed="removed a note", by=by, event=note.event, row_id=note.pk)
    held.delete()
    if held.is_coded:
        theme_counts.refresh(note.event)


def _check(event: Event, session: Session | None) -> None:
    if session is not None and session.event_id != event.pk:
        raise ForeignSessionError
