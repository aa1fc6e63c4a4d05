"""Reading words for themes: what there is to read, and what somebody found in it.

Nothing is shown before the ballot box was opened; of a box with too few ballots nothing is left,
and only the notes of the team can be read.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from feedback import theme_counts
from feedback import themes as codebook
from feedback.models import BallotBox, Comment, SessionNote, Theme, ThemeTag
from feedback.models.box import BoxState, Share
from feedback.models.themes import TagState
from forum import audit
from forum.models import Event, User

Item = Comment | SessionNote


class GoneError(Exception):
    """The words were taken back, or the note removed, since the page was opened."""


@dataclass(frozen=True)
class Place:
    """A comment or note in the line of what is to be read; `key` names it in an address."""

    key: str
    is_coded: bool


@dataclass(frozen=True)
class Queue:
    """Everything that can be read at an event: comments in the order of chance, then notes."""

    places: list[Place]

    @property
    def read(self) -> int:
        return sum(place.is_coded for place in self.places)

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def next_to_read(self) -> str | None:
        """The key of the first that nobody has read."""
        return next((place.key for place in self.places if not place.is_coded), None)

    def after(self, key: str) -> str | None:
        """The key of the next unread one behind this; from the start again at the end."""
        at = self._at(key)
        behind = [*self.places[at + 1 :], *self.places[:at]]
        return next((place.key for place in behind if not place.is_coded), None)

    def neighbours(self, key: str) -> tuple[str | None, str | None]:
        """The keys of the one before and the one behind, read or not."""
        at = self._at(key)
        before = self.places[at - 1].key if at > 0 else None
        behind = self.places[at + 1].key if at + 1 < self.total else None
        return before, behind

    def number(self, key: str) -> int:
        """Where it stands in the line, from 1."""
        return self._at(key) + 1

    def _at(self, key: str) -> int:
        return next((at for at, place in enumerate(self.places) if place.key == key), self.total)


def queue(event: Event) -> Queue:
    """What can be read at the event, in two queries. Words that were taken back are not in it."""
    comments = _comments(event).values_list("pk", "is_coded")
    notes = SessionNote.objects.filter(event=event).values_list("pk", "is_coded")
    return Queue(
        [Place(f"c{pk}", is_coded) for pk, is_coded in comments]
        + [Place(f"n{pk}", is_coded) for pk, is_coded in notes]
    )


def find(event: Event, key: str) -> Item | None:
    """The comment or note of this key, if it is the event's and can be read."""
    kind, rest = key[:1], key[1:]
    if kind == "c" and rest.isascii() and rest.isdigit() and len(rest) < 20:
        return _comments(event).filter(pk=int(rest)).first()
    if kind == "n":
        try:
            wanted = uuid.UUID(rest)
        except ValueError:
            return None
        notes = SessionNote.objects.filter(event=event).select_related("session")
        return notes.filter(pk=wanted).first()
    return None


def themes_of(item: Item) -> set[uuid.UUID]:
    """The keys of the themes that somebody found in it."""
    tags = ThemeTag.objects.confirmed().filter(_on(item))
    return set(tags.values_list("theme_id", flat=True))


@transaction.atomic
def code(*, item: Item, themes: Iterable[Theme], by: User | None) -> list[Theme]:
    """Say which themes the words raise, none of them included; once more to change it.

    A theme that was merged meanwhile counts as the one it went into. Gives back what was written.
    Raises GoneError, and themes.ForeignThemeError for a theme of another host.
    """
    host = item.event.lead_host
    codebook.lock(host)
    if not _is_there(item):
        raise GoneError
    chosen = codebook.resolve(host, themes)
    held = {tag.theme_id: tag for tag in ThemeTag.objects.filter(_on(item))}
    wanted = {theme.pk for theme in chosen}
    gone = [
        tag.pk
        for tag in held.values()
        if tag.theme_id not in wanted and tag.state == TagState.CONFIRMED
    ]
    ThemeTag.objects.filter(pk__in=gone).delete()
    sure = [tag.pk for tag in held.values() if tag.theme_id in wanted]
    suggested = ThemeTag.objects.filter(pk__in=sure, state=TagState.SUGGESTED)
    suggested.update(state=TagState.CONFIRMED, by=by)
    ThemeTag.objects.bulk_create(
        ThemeTag(theme=theme, by=by, **_fields(item)) for theme in chosen if theme.pk not in held
    )
    item.is_coded = True
    item.save(update_fields=["is_coded"])
    theme_counts.refresh(item.event)
    audit.record(
        deed="read words for themes", by=by, event=item.event, host=host, count=len(chosen)
    )
    return chosen


def _is_there(item: Item) -> bool:
    if isinstance(item, SessionNote):
        return SessionNote.objects.filter(pk=item.pk).exists()
    kept = Comment.objects.select_for_update().filter(pk=item.pk)
    return kept.exclude(share=Share.WITHDRAWN).first() is not None


def _comments(event: Event) -> QuerySet[Comment]:
    opened = BallotBox.objects.filter(state=BoxState.CLOSED).values("event")
    shown = Comment.objects.filter(event=event, event__in=opened)
    return shown.exclude(share=Share.WITHDRAWN)


def _fields(item: Item) -> dict[str, Item]:
    return {"comment": item} if isinstance(item, Comment) else {"note": item}


def _on(item: Item) -> Q:
    return Q(**_fields(item))
