"""Reading words together that may all raise one theme, each of them shown whole.

Whoever ticks one says that it raises this theme and no other; the rest is left for reading one by
one. Nothing is taken because it was suggested.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from feedback import coding, suggesting
from feedback.models import Theme, ThemeTag
from feedback.models.themes import TagState
from forum.models import Event, User

# So many at once: as many as can be read without growing tired.
AT_ONCE = 10


@dataclass(frozen=True)
class Words:
    """A comment or note that may raise the theme: how sure, and what else was suggested."""

    item: coding.Item
    is_likely: bool
    besides: list[str] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What a box says of it: its key, and what the reader saw."""
        return f"{coding.key_of(self.item)}:{coding.stamp(self.item, [])}"


@dataclass(frozen=True)
class Kept:
    """How many were kept, and how many somebody read, changed or took back meanwhile."""

    kept: int
    left: int


def unread_with(event: Event, theme: Theme) -> list[Words]:
    """The unread words that most likely raise the theme, at most ten; three queries."""
    offers = ThemeTag.objects.filter(state=TagState.SUGGESTED, probability__isnull=False)
    here = offers.filter(theme=theme).order_by("-probability")
    unread = coding.readable(event).filter(is_coded=False).values("pk")
    comments = here.filter(comment__in=unread).select_related("comment")[:AT_ONCE]
    on_notes = here.filter(note__event=event, note__is_coded=False)
    notes = on_notes.exclude(note__tags__state=TagState.CONFIRMED).select_related("note")[:AT_ONCE]
    tags = sorted([*comments, *notes], key=lambda tag: -(tag.probability or 0))[:AT_ONCE]
    besides = _besides(tags, theme)
    return [
        Words(item, (tag.probability or 0) >= suggesting.LIKELY, besides[item.pk])
        for tag in tags
        if (item := tag.comment or tag.note) is not None
    ]


def keep(*, event: Event, theme: Theme, ticked: Mapping[str, str], by: User) -> Kept:
    """Say of each that it raises the theme alone; `ticked` holds what the reader saw, by key.

    What changed meanwhile is left as it is. Each is one reading, to be taken back as any other.
    """
    kept = 0
    for key, seen in ticked.items():
        item = coding.find(event, key)
        if item is None:
            continue
        item.event = event
        try:
            coding.code(item=item, themes=[theme], by=by, seen=seen)
        except (coding.GoneError, coding.ReadMeanwhileError):
            continue
        kept += 1
    return Kept(kept, len(ticked) - kept)


def _besides(tags: list[ThemeTag], theme: Theme) -> dict[UUID | int, list[str]]:
    """What else was suggested for the same words, by their keys."""
    found: dict[UUID | int, list[str]] = defaultdict(list)
    comments = [tag.comment_id for tag in tags if tag.comment_id]
    notes = [tag.note_id for tag in tags if tag.note_id]
    others = ThemeTag.objects.filter(state=TagState.SUGGESTED, probability__isnull=False)
    others = others.filter(Q(comment__in=comments) | Q(note__in=notes)).exclude(theme=theme)
    for tag in others.order_by("-probability").select_related("theme"):
        if (words := tag.comment_id or tag.note_id) is not None:
            found[words].append(tag.theme.name)
    return found
