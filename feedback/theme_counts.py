"""How often each theme was raised at events. Only what a person confirmed is counted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from feedback.models import Comment, SessionNote, Theme, ThemeTag
from feedback.models.box import Share
from forum.models import Event


@dataclass
class ThemeCounts:
    """Of `base` comments and notes that were read, how many raise each theme; most first.

    Exact: whoever shows it hides small counts (forum/small_counts.py).
    """

    base: int = 0
    counts: dict[Theme, int] = field(default_factory=dict)


def by_event(events: Iterable[Event]) -> dict[uuid.UUID, ThemeCounts]:
    """The counts of every event, also of one where nothing was read; four queries.

    Words that were taken back, and words that nobody has read yet, are not in it.
    """
    found = {event.pk: ThemeCounts() for event in events}
    comments = Comment.objects.filter(event__in=found, is_coded=True)
    for rows in (
        comments.exclude(share=Share.WITHDRAWN),
        SessionNote.objects.filter(event__in=found, is_coded=True),
    ):
        for event, base in rows.order_by().values_list("event").annotate(Count("pk")):
            found[event].base += base
    raised = _raised(found)
    themes = Theme.objects.in_bulk({theme for _event, theme, _count in raised})
    for event, theme, count in sorted(raised, key=lambda row: (-row[2], themes[row[1]].name)):
        found[event].counts[themes[theme]] = count
    return found


def _raised(events: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, int]]:
    """Event, theme and in how many words, for each pair that is there at all."""
    on_comments = Q(comment__event__in=events, comment__is_coded=True)
    on_notes = Q(note__event__in=events, note__is_coded=True)
    tags = ThemeTag.objects.confirmed().filter(
        (on_comments & ~Q(comment__share=Share.WITHDRAWN)) | on_notes
    )
    where = Coalesce("comment__event_id", "note__event_id")
    grouped = tags.order_by().annotate(where=where).values_list("where", "theme_id")
    return list(grouped.annotate(count=Count("pk")))
