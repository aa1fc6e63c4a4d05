"""Themes on offer beside unread words: learned from what people of the host confirmed.

An offer is never counted anywhere; it becomes a theme of the words when somebody agrees. What is
learned is not kept: a model is made, used and dropped.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from feedback import themes, unread
from feedback.models import Comment, SessionNote, Suggesting, Theme, ThemeTag
from feedback.models.box import Share
from feedback.models.themes import TagState
from feedback.theme_suggestions import (
    Described,
    Embedder,
    Example,
    Suggestion,
    ThemeModel,
    chosen,
    installed_embedder,
)
from forum.models import Event, Host

Item = Comment | SessionNote

# So many are offered beside one comment, from this probability on.
MOST_OFFERED, LEAST_OFFERED = 3, 0.1
# From here on an offer is called likely; one in five to seven of these is wrong all the same.
LIKELY = 0.8
# Of each kind of words the latest so many are looked at; what is learned is chosen among them.
_LATEST = 3_000
# So many are thought about at a time.
_AT_ONCE = 500
# The job takes so many events at a time, and each again after so long at the earliest.
_EVENTS_AT_ONCE = 5
REST = timedelta(minutes=3)


def offered(item: Item) -> list[tuple[Theme, float]]:
    """At most three themes that may fit, each with its probability, likeliest first; one query."""
    tags = ThemeTag.objects.filter(state=TagState.SUGGESTED, theme__merged_into=None)
    on = {"comment": item} if isinstance(item, Comment) else {"note": item}
    rows = tags.filter(probability__isnull=False, **on).select_related("theme")
    likeliest = rows.order_by("-probability", "theme__name")[:MOST_OFFERED]
    return [(tag.theme, tag.probability or 0.0) for tag in likeliest]


def suggest_due(now: datetime | None = None) -> int:
    """Suggest anew where what is unread, or what was learned from, changed. A job."""
    now = now or timezone.now()
    embedder = installed_embedder()
    changed = unread.changed(embedder.name if embedder else "")
    due = [one for one in changed if one.since is None or one.since <= now - REST]
    for one in due[:_EVENTS_AT_ONCE]:
        suggest(event=one.event, now=now, embedder=embedder, fingerprint=one.fingerprint)
    return len(due[:_EVENTS_AT_ONCE])


def suggest(
    *,
    event: Event,
    now: datetime | None = None,
    embedder: Embedder | None = None,
    fingerprint: str = "",
) -> int:
    """Put themes on offer beside the unread words of the event, in place of older offers.

    How many words got one. Words that are read, taken back or removed while the model thinks get
    none.
    """
    host = event.lead_host
    codebook = list(themes.current(host))
    confirmed = chosen(_confirmed(host, event))
    waiting: list[Item] = [*unread.comments(event), *unread.notes(event)]
    found: list[list[Suggestion]] = [[] for _ in waiting]
    if codebook and waiting:
        texts = [item.text for item in waiting]
        described = [Described(theme.pk, theme.name, theme.description) for theme in codebook]
        found = _likeliest(ThemeModel.fit(confirmed, described, embedder, unread=texts), texts)
    with transaction.atomic():
        themes.lock(host)
        written = _write(event, zip(waiting, found, strict=True))
        Suggesting.objects.update_or_create(
            event=event,
            defaults={
                "at": now or timezone.now(),
                "fingerprint": fingerprint,
                "learned_from": len(confirmed),
            },
        )
    return written


def _likeliest(model: ThemeModel, texts: Sequence[str]) -> list[list[Suggestion]]:
    """What may be offered beside each; of very many words with very many themes no more is held."""
    return [
        suggestions[:MOST_OFFERED]
        for at in range(0, len(texts), _AT_ONCE)
        for suggestions in model.suggest(texts[at : at + _AT_ONCE])
    ]


def _write(event: Event, found: Iterable[tuple[Item, list[Suggestion]]]) -> int:
    """Replace the offers; the codebook is held, so nobody reads or merges meanwhile."""
    on_the_event = Q(comment__event=event) | Q(note__event=event)
    ThemeTag.objects.filter(on_the_event, state=TagState.SUGGESTED).delete()
    still = {row.pk for row in [*unread.comments(event), *unread.notes(event)]}
    current = themes.current(event.lead_host).in_bulk()
    tags = [
        ThemeTag(
            theme=current[one.theme], state=TagState.SUGGESTED, probability=one.probability, **on
        )
        for item, suggestions in found
        if item.pk in still
        for on in [{"comment": item} if isinstance(item, Comment) else {"note": item}]
        for one in suggestions
        if one.probability >= LEAST_OFFERED and one.theme in current
    ]
    # A note that was mended keeps its themes until it is read again: these need no offer.
    ThemeTag.objects.bulk_create(tags, ignore_conflicts=True, batch_size=500)
    return len({tag.comment_id or tag.note_id for tag in tags})


def _confirmed(host: Host, event: Event) -> list[Example]:
    """What people read at the host's events, this one first and then the latest."""
    led = Event.objects.filter(event_hosts__host=host, event_hosts__is_lead=True)
    comments = Comment.objects.filter(event__in=led, is_coded=True)
    notes = SessionNote.objects.filter(event__in=led, is_coded=True)
    found = [
        *_examples(comments.exclude(share=Share.WITHDRAWN), "comment", event),
        *_examples(notes, "note", event),
    ]
    found.sort(key=lambda row: row[:2], reverse=True)
    return [example for _is_here, _when, example in found]


def _examples(
    words: "QuerySet[Comment] | QuerySet[SessionNote]", kind: str, event: Event
) -> list[tuple[bool, datetime, Example]]:
    """Whether at this event, when it was, and what was found; of the latest."""
    here = Case(When(event=event, then=0), default=1)
    latest = words.order_by(here, "-event__starts_at", "pk")[:_LATEST]
    raised: dict[Hashable, set[Hashable]] = defaultdict(set)
    tags = ThemeTag.objects.confirmed().filter(**{f"{kind}__in": latest.values("pk")})
    for pk, theme in tags.values_list(f"{kind}_id", "theme_id"):
        raised[pk].add(theme)
    rows = latest.values_list("pk", "text", "event_id", "event__starts_at")
    return [
        (where == event.pk, when, Example(text, frozenset(raised[pk])))
        for pk, text, where, when in rows
    ]
