"""The recap: the story of an event for those who came; writing, publishing, taking it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback import quotes as words
from feedback import recap_versions
from feedback.models import Comment, Recap, RecapQuote
from feedback.models.box import Share
from forum import audit
from forum.models import Event, User
from registrations import figures
from registrations.models import Registration
from registrations.telling import REACHED, readers, tell_many

FIELDS = (
    *("title", "lead", "talked", "learned", "happens_next"),
    *("caterer", "artist", "facilitators", "funders", "others"),
)


class NotYetError(Exception):
    """A recap is published when its event is over, and was held where people could see it."""


def of(event: Event) -> Recap | None:
    """The recap of the event, published or not."""
    return Recap.objects.filter(event=event).first()


def published(event: Event) -> Recap | None:
    """The recap that everybody may read."""
    return Recap.objects.filter(event=event, published_at__isnull=False).first()


def chosen(recap: Recap) -> list[int]:
    """The keys of the chosen words, in their order; also of what was taken back meanwhile."""
    return list(recap.quotes.values_list("comment_id", flat=True))


def can_be_published(event: Event, now: datetime | None = None) -> bool:
    """Whether the event took place and is over."""
    return event.is_published and event.ends_at < (now or timezone.now())


@transaction.atomic
def save(
    *,
    event: Event,
    fields: dict[str, Any],
    quotes: Iterable[Comment],
    by: User | None,
    now: datetime | None = None,
) -> Recap:
    """Write the texts and the chosen words, in their order; of a published recap at once.

    Words that were taken back meanwhile are left out. Raises quotes.NotQuotableError for words of
    another event and for words that were never shared.
    """
    held = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    recap = of(held) or Recap(event=held)
    for name in FIELDS:
        setattr(recap, name, fields.get(name, getattr(recap, name)))
    recap.changed_at = now or timezone.now()
    recap.save()
    _choose(recap, list(quotes))
    audit.record(deed="wrote the recap", by=by, event=held, row_id=recap.pk)
    return recap


def _choose(recap: Recap, comments: list[Comment]) -> None:
    asked = Comment.objects.in_bulk([comment.pk for comment in comments])
    allowed = words.quotable(recap.event).in_bulk(asked)
    for comment in asked.values():
        if comment.event_id != recap.event_id or comment.share == Share.TEAM:
            raise words.NotQuotableError
    recap.quotes.exclude(comment__in=allowed).delete()
    held = {row.comment_id: row for row in recap.quotes.all()}
    for place, pk in enumerate(dict.fromkeys(comment.pk for comment in comments)):
        if pk in held:
            RecapQuote.objects.filter(pk=held[pk].pk).update(place=place)
        elif pk in allowed:
            RecapQuote.objects.create(recap=recap, comment=allowed[pk], place=place)


@transaction.atomic
def publish(
    *, recap: Recap, by: User | None, now: datetime | None = None
) -> recap_versions.ToPublish:
    """Let everybody read it, with the figures as they are now; once more takes them anew.

    Where new figures beside earlier ones would tell of few people, the earlier ones stay, and what
    is given back says since when they stand. The first time, those who had a place are written to;
    later nobody is, also when it was taken back meanwhile.
    Raises NotYetError before the event is over, and for one that did not take place.
    """
    now = now or timezone.now()
    event = Event.objects.select_for_update(no_key=True).get(pk=recap.event_id)
    if not can_be_published(event, now):
        raise NotYetError
    figures.refresh(event, now)
    recap_versions.keep(recap, recap.published_at or now)
    found = recap_versions.to_publish(event, recap)
    recap.figures = found.figures
    recap.published_at = recap.published_at or now
    recap.save(update_fields=["figures", "published_at"])
    recap_versions.keep(recap, now)
    audit.record(deed="published the recap", by=by, event=event, row_id=recap.pk)
    _tell(recap, event, now)
    return found


def _tell(recap: Recap, event: Event, now: datetime) -> None:
    """Tell those who had a place, unless somebody did; nobody once bookings are to be deleted."""
    if not Recap.objects.filter(pk=recap.pk, told_at=None).update(told_at=now):
        return
    recap.told_at = now
    if event.is_forgotten_at(now):
        return
    people = Registration.objects.filter(event=event).confirmed().select_related(*REACHED)
    there = list(people.order_by("booked_at", "id"))
    to = [(person, person.pk) for person in readers(there)]
    tell_many(to, "recap_ready", event=event, now=now)


@transaction.atomic
def unpublish(*, recap: Recap, by: User | None, now: datetime | None = None) -> None:
    """Take it off the site; what was written is kept for the team.

    Its figures are too: they were read, and what is published later must not tell of few by them.
    """
    now = now or timezone.now()
    recap_versions.keep(recap, recap.published_at or now)
    recap.published_at, recap.figures = None, {}
    recap.changed_at = now
    recap.save(update_fields=["published_at", "figures", "changed_at"])
    audit.record(deed="took back the recap", by=by, event=recap.event, row_id=recap.pk)
