"""Taking back what one has just read: the last reading, then the one before it, and so on.

A reader takes back their own readings alone, and only where nobody has read or changed anything
since: what a colleague found later is never lost.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from feedback import coding, theme_counts
from feedback import themes as codebook
from feedback.models import Reading, Theme, ThemeTag
from feedback.models.box import Share
from forum import audit
from forum.models import Event, User


class UndoneError(Exception):
    """It was taken back already."""


def last(event: Event, by: User) -> Reading | None:
    """What the reader read last at the event and can still take back; one query."""
    later = Reading.objects.filter(
        Q(comment=OuterRef("comment")) | Q(note=OuterRef("note")),
        undone_at=None,
        at__gt=OuterRef("at"),
    )
    mine = Reading.objects.filter(event=event, by=by, undone_at=None)
    still_read = mine.filter(Q(comment__is_coded=True) | Q(note__is_coded=True))
    kept = still_read.exclude(comment__share=Share.WITHDRAWN).filter(~Exists(later))
    return kept.select_related("comment", "note").first()


@transaction.atomic
def undo(
    *, event: Event, pk: UUID, by: User, now: datetime | None = None
) -> tuple[coding.Item, Reading]:
    """Put back what stood there before the reading of this key; the words, and the reading.

    Raises Reading.DoesNotExist for what is not the reader's own at the event, UndoneError,
    coding.GoneError, and coding.ReadMeanwhileError when somebody changed it since.
    """
    host = event.lead_host
    codebook.lock(host)
    # Not held: the codebook is, and who takes words back holds these before their readings.
    reading = Reading.objects.get(event=event, by=by, pk=pk)
    if reading.undone_at is not None:
        raise UndoneError
    item = coding.hold(item_of(reading))
    _refuse_changed(reading, item, _resolved(event, reading.after))
    if reading.before is None:
        _set_free(item, reading)
    else:
        coding.write(item, _resolved(event, reading.before), by)
    reading.undone_at = now or timezone.now()
    reading.save(update_fields=["undone_at"])
    audit.record(deed="took back a reading", by=by, event=event, host=host, row_id=reading.pk)
    theme_counts.refresh(event)
    return item, reading


def item_of(reading: Reading) -> coding.Item:
    """The words that were read."""
    found = reading.comment or reading.note
    if found is None:
        raise coding.GoneError
    return found


def _refuse_changed(reading: Reading, item: coding.Item, after: list[Theme]) -> None:
    later = Reading.objects.filter(coding.on(item), undone_at=None, at__gt=reading.at)
    if later.exclude(pk=reading.pk).exists() or not item.is_coded:
        raise coding.ReadMeanwhileError
    if coding.themes_of(item) != {theme.pk for theme in after}:
        raise coding.ReadMeanwhileError


def _set_free(item: coding.Item, reading: Reading) -> None:
    """Nobody has read it any more; what was on offer is on offer again."""
    tags = ThemeTag.objects.confirmed().filter(coding.on(item))
    again = tags.filter(theme__in=reading.offered, probability__isnull=False)
    again.update(state="suggested", by=None)
    tags.delete()
    item.is_coded = False
    item.save(update_fields=["is_coded"])


def _resolved(event: Event, keys: list[str]) -> list[Theme]:
    """The themes of these keys as they count today."""
    host = event.lead_host
    return codebook.resolve(host, Theme.objects.filter(host=host, pk__in=keys))
