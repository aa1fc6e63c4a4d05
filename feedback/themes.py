"""A host's codebook: its themes by name, what happens when two turn out to be one, and where a
merged one went.

A merged theme stays as a row, so that a page from before the merge still leads somewhere.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback import theme_counts
from feedback.models import Theme, ThemeMerge, ThemeTag
from feedback.models.themes import TagState
from forum import audit
from forum.models import Host, User
from forum.models.people import name_key


class TakenError(Exception):
    """The host has a theme of that name; `theme` is the one that it counts as today."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme


class MergeError(Exception):
    """A theme merges into another one of the same host, not into itself, and only once."""


class ForeignThemeError(Exception):
    """The theme is of another host."""


def current(host: Host) -> QuerySet[Theme]:
    """The themes that a word can be given today, by name."""
    return Theme.objects.filter(host=host, merged_into=None)


def with_uses(host: Host) -> QuerySet[Theme]:
    """The current themes, each with how many comments and notes raise it as `uses`."""
    return current(host).annotate(
        uses=Count("tags", filter=Q(tags__state=TagState.CONFIRMED), distinct=True)
    )


def merges(theme: Theme) -> QuerySet[ThemeMerge]:
    """What went into the theme, and where it went itself, the latest first."""
    rows = ThemeMerge.objects.filter(Q(theme=theme) | Q(into=theme))
    return rows.select_related("theme", "into", "by")


def lock(host: Host) -> None:
    """Hold the host's codebook until the transaction ends: a merge and a reading take turns."""
    Host.objects.select_for_update(no_key=True).get(pk=host.pk)


def resolve(host: Host, chosen: Iterable[Theme]) -> list[Theme]:
    """What each theme counts as today, without doubles; one query however long the way.

    Raises ForeignThemeError for a theme of another host.
    """
    book = {theme.pk: theme for theme in Theme.objects.filter(host=host)}
    found = []
    for theme in chosen:
        if theme.pk not in book:
            raise ForeignThemeError
        now = book[theme.pk]
        while now.merged_into_id is not None:
            now = book[now.merged_into_id]
        found.append(now)
    return list(dict.fromkeys(found))


@transaction.atomic
def add(*, host: Host, name: str, description: str = "", by: User | None) -> Theme:
    """A new theme. Raises TakenError when the host has one of that name, case aside."""
    lock(host)
    _refuse_taken(host, name)
    theme = Theme.objects.create(host=host, name=name.strip(), description=description.strip())
    audit.record(deed="added a theme", by=by, host=host, row_id=theme.pk)
    return theme


@transaction.atomic
def change(*, theme: Theme, name: str, description: str, by: User | None) -> None:
    """Call a theme something else, or describe it anew. Raises TakenError."""
    lock(theme.host)
    _refuse_taken(theme.host, name, besides=theme)
    theme.name, theme.description = name.strip(), description.strip()
    theme.save(update_fields=["name", "name_key", "description"])
    audit.record(deed="changed a theme", by=by, host=theme.host, row_id=theme.pk)


def _refuse_taken(host: Host, name: str, besides: Theme | None = None) -> None:
    key = name_key(name) or name.strip()[:120]
    same = Theme.objects.filter(host=host, name_key=key)
    if taken := (same.exclude(pk=besides.pk) if besides else same).first():
        [counts_as] = resolve(host, [taken])
        raise TakenError(counts_as)


@transaction.atomic
def merge(*, theme: Theme, into: Theme, by: User | None, now: datetime | None = None) -> int:
    """Count the theme as the other from here on; how many comments and notes moved.

    `into` may have been merged itself meanwhile: then it is the one that it went into. A theme
    that went there already stays where it is. Raises MergeError.
    """
    lock(theme.host)
    theme.refresh_from_db()
    try:
        [into] = resolve(theme.host, [into])
    except ForeignThemeError:
        raise MergeError from None
    if theme.merged_into_id is not None:
        if resolve(theme.host, [theme]) == [into]:
            return 0
        raise MergeError
    if into == theme:
        raise MergeError
    tags = ThemeTag.objects.filter(theme=theme)
    events = set(tags.values_list(Coalesce("comment__event", "note__event"), flat=True))
    moved = _move(theme, into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    ThemeMerge.objects.create(theme=theme, into=into, by=by, moved=moved, at=now or timezone.now())
    theme_counts.refresh_all(events)
    audit.record(deed="merged themes", by=by, host=theme.host, row_id=theme.pk, count=moved)
    return moved


def _move(theme: Theme, into: Theme) -> int:
    """Give the other theme the tags; what carries both keeps one, confirmed if either was."""
    tags, there = ThemeTag.objects.filter(theme=theme), ThemeTag.objects.filter(theme=into)
    moved = tags.confirmed().count()
    sure = tags.confirmed()
    there.filter(_on_the_same(sure), state=TagState.SUGGESTED).update(state=TagState.CONFIRMED)
    doubles = list(tags.filter(_on_the_same(there)).values_list("pk", flat=True))
    ThemeTag.objects.filter(pk__in=doubles).delete()
    tags.update(theme=into)
    return moved


def _on_the_same(tags: QuerySet[ThemeTag]) -> Q:
    """Tags that hang on what one of these hangs on."""
    comments = tags.filter(comment__isnull=False).values("comment")
    notes = tags.filter(note__isnull=False).values("note")
    return Q(comment__in=comments) | Q(note__in=notes)
