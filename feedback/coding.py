"""Reading words for themes: what can be read, what was found in it, and what somebody finds now.

Nothing is shown before the ballot box was opened; of a box with too few ballots nothing is left,
and only the notes of the team can be read.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from feedback import suggesting, theme_counts
from feedback import themes as codebook
from feedback.models import BallotBox, Comment, Reading, SessionNote, Theme, ThemeTag
from feedback.models.box import BoxState, Share
from feedback.models.themes import TagState
from forum import audit
from forum.models import Event, User

Item = Comment | SessionNote


class GoneError(Exception):
    """The words were taken back, or the note removed, since the page was opened."""


class ReadMeanwhileError(Exception):
    """What was found there, or a note's words, changed since the page was opened."""


def find(event: Event, key: str) -> Item | None:
    """The comment or note of this key, if it is the event's and can be read."""
    kind, rest = key[:1], key[1:]
    if kind == "c" and rest.isascii() and rest.isdigit() and len(rest) < 20:
        return readable(event).filter(pk=int(rest)).first()
    if kind == "n":
        try:
            wanted = uuid.UUID(rest)
        except ValueError:
            return None
        notes = SessionNote.objects.filter(event=event).select_related("session")
        return notes.filter(pk=wanted).first()
    return None


def key_of(item: Item) -> str:
    """What names it in an address."""
    return f"c{item.pk}" if isinstance(item, Comment) else f"n{item.pk}"


def readable(event: Event) -> QuerySet[Comment]:
    """The comments that can be read: once the box was opened, without what was taken back."""
    opened = BallotBox.objects.filter(state=BoxState.CLOSED).values("event")
    shown = Comment.objects.filter(event=event, event__in=opened)
    return shown.exclude(share=Share.WITHDRAWN)


def themes_of(item: Item) -> set[uuid.UUID]:
    """The keys of the themes that somebody found in it."""
    tags = ThemeTag.objects.confirmed().filter(on(item))
    return set(tags.values_list("theme_id", flat=True))


def on(item: Item) -> Q:
    """What hangs on the item: a filter of tags and of readings."""
    return Q(**_fields(item))


def last_reader(item: Item) -> User | None:
    """Who read it last, as far as anybody knows."""
    readings = Reading.objects.filter(on(item), undone_at=None).select_related("by")
    reading = readings.first()
    return reading.by if reading else None


def stamp(item: Item, found: Iterable[uuid.UUID]) -> str:
    """Tells whether what was found there, or its words, changed since a page was opened."""
    state = [str(item.is_coded), *sorted(str(key) for key in found), item.text]
    return hashlib.sha256("\n".join(state).encode()).hexdigest()[:16]


@transaction.atomic
def code(
    *,
    item: Item,
    themes: Iterable[Theme],
    by: User | None,
    seen: str | None = None,
    now: datetime | None = None,
) -> list[Theme]:
    """Say which themes the words raise, none of them included; once more to change it.

    A theme that was merged meanwhile counts as the one it went into. Gives back what was written.
    `seen` is the `stamp` of what the reader saw: nobody writes over what they have not seen.
    Raises GoneError, ReadMeanwhileError, and themes.ForeignThemeError for a theme of another host.
    """
    host = item.event.lead_host
    codebook.lock(host)
    held = hold(item)
    chosen = codebook.resolve(host, themes)
    wanted, found = {theme.pk for theme in chosen}, themes_of(held)
    if seen is not None and seen != stamp(held, found):
        if held.is_coded and held.text == item.text and wanted == found:
            return chosen
        raise ReadMeanwhileError
    offered = [] if held.is_coded else [theme for theme, _sure in suggesting.offered(held)]
    write(held, chosen, by)
    Reading.objects.create(
        event=item.event,
        by=by,
        at=now or timezone.now(),
        before=_keys(found) if held.is_coded else None,
        after=_keys(theme.pk for theme in chosen),
        offered=[str(theme.pk) for theme in offered],
        **_fields(held),
    )
    item.is_coded = True
    item.save(update_fields=["is_coded"])
    audit.record(
        deed="read words for themes", by=by, event=item.event, host=host, count=len(chosen)
    )
    theme_counts.refresh(item.event)
    return chosen


def hold(item: Item) -> Item:
    """The item as it is now, held until the transaction ends. Raises GoneError."""
    if isinstance(item, SessionNote):
        held: Item | None = SessionNote.objects.select_for_update().filter(pk=item.pk).first()
    else:
        kept = Comment.objects.select_for_update().filter(pk=item.pk)
        held = kept.exclude(share=Share.WITHDRAWN).first()
    if held is None:
        raise GoneError
    return held


def write(item: Item, themes: Iterable[Theme], by: User | None) -> None:
    """Let exactly these themes hang on the item; what was only suggested stays so."""
    wanted = {theme.pk for theme in themes}
    held = list(ThemeTag.objects.filter(on(item)))
    gone = [
        tag.pk for tag in held if tag.theme_id not in wanted and tag.state == TagState.CONFIRMED
    ]
    ThemeTag.objects.filter(pk__in=gone).delete()
    sure = [tag.pk for tag in held if tag.theme_id in wanted]
    suggested = ThemeTag.objects.filter(pk__in=sure, state=TagState.SUGGESTED)
    suggested.update(state=TagState.CONFIRMED, by=by)
    there = {tag.theme_id for tag in held}
    ThemeTag.objects.bulk_create(
        ThemeTag(theme_id=theme, by=by, **_fields(item)) for theme in sorted(wanted - there)
    )


def _keys(themes: Iterable[uuid.UUID]) -> list[str]:
    return sorted(str(key) for key in themes)


def _fields(item: Item) -> dict[str, Item]:
    return {"comment": item} if isinstance(item, Comment) else {"note": item}
