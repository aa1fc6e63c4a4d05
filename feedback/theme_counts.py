"""How often each theme was raised at events. Only what a person confirmed is counted.

Every deed that changes what was read of an event counts it anew in its own transaction, as its
last step (`refresh`); pages read what was counted then, so that none of them counts words.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback.models import Comment, EventThemes, SessionNote, Theme, ThemeTag
from feedback.models.box import Share
from forum.models import Event

_BATCH = 500


@dataclass
class ThemeCounts:
    """Of `base` comments and notes that were read, how many raise each theme; most first.

    Exact: whoever shows it hides small counts (forum/small_counts.py).
    """

    base: int = 0
    counts: dict[Theme, int] = field(default_factory=dict)


@dataclass
class Counted:
    """The same as it is kept, by the keys of the themes as text."""

    base: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def by_event(events: Iterable[Event]) -> dict[uuid.UUID, ThemeCounts]:
    """The counts of every event, also of one where nothing was read; two queries.

    Words that were taken back, and words that nobody has read yet, are not in it.
    """
    found = {event.pk: ThemeCounts() for event in events}
    rows = EventThemes.objects.filter(event__in=found).values_list("event_id", "base", "counts")
    kept = list(rows)
    themes = {
        str(pk): theme
        for pk, theme in Theme.objects.in_bulk({key for row in kept for key in row[2]}).items()
    }
    for event, base, counts in kept:
        known = [(themes[key], count) for key, count in counts.items() if key in themes]
        known.sort(key=lambda pair: (-pair[1], pair[0].name))
        found[event] = ThemeCounts(base, dict(known))
    return found


def refresh(event: Event, *, leaves_no_time: bool = False) -> None:
    """Count the event anew, in the transaction of what changed and as its last step.

    `leaves_no_time` is for writers who take words back: when they came is written nowhere.
    """
    refresh_all([event.pk], leaves_no_time=leaves_no_time)


@transaction.atomic(savepoint=False)
def refresh_all(events: Iterable[uuid.UUID], *, leaves_no_time: bool = False) -> None:
    """The same for several events, by their keys.

    Two deeds at one event take turns here: the row is held until the transaction ends, so that
    the later one counts with what the earlier one did. Rows are held in one order by everybody.
    """
    wanted = sorted(set(events))
    held = _held(wanted)
    if missing := [event for event in wanted if event not in held]:
        EventThemes.objects.bulk_create(
            [EventThemes(event_id=event) for event in missing], ignore_conflicts=True
        )
        held = _held(wanted)
    now = timezone.now()
    counted = from_words(wanted)
    for event, row in held.items():
        row.base, row.counts = counted[event].base, counted[event].counts
        row.refreshed_at = row.refreshed_at if leaves_no_time else now
    EventThemes.objects.bulk_update(
        held.values(), ["base", "counts", "refreshed_at"], batch_size=_BATCH
    )


def _held(events: list[uuid.UUID]) -> dict[uuid.UUID, EventThemes]:
    rows = EventThemes.objects.select_for_update().filter(event__in=events).order_by("event_id")
    return {row.event_id: row for row in rows}


def from_words(events: Iterable[uuid.UUID]) -> dict[uuid.UUID, Counted]:
    """The counts of the events from the words themselves, by their keys; three queries."""
    found = {event: Counted() for event in events}
    comments = Comment.objects.filter(event__in=found, is_coded=True)
    for rows in (
        comments.exclude(share=Share.WITHDRAWN),
        SessionNote.objects.filter(event__in=found, is_coded=True),
    ):
        for event, base in rows.order_by().values_list("event").annotate(Count("pk")):
            found[event].base += base
    for event, theme, count in _raised(found):
        found[event].counts[str(theme)] = count
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
