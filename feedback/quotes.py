"""Which words may be shown outside the team, and under which name.

Whoever wrote them decides, word by word, and may take them back at any time: nothing here is kept,
so that what was taken back is gone from every page with the next look.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from feedback.models import BallotBox, Comment, Recap
from feedback.models.box import BoxState, Share
from forum.models import Event


class NotQuotableError(Exception):
    """The words are of another event, or their writer never agreed to share them."""


@dataclass(frozen=True)
class Quote:
    """Words as they are shown, and the name under them; none for most."""

    text: str
    signed: str


def quotable(event: Event) -> QuerySet[Comment]:
    """The words of this event whose writers agree; none before the box was opened."""
    return quotable_at([event])


def quotable_at(events: Iterable[Event]) -> QuerySet[Comment]:
    """The same of several events."""
    opened = BallotBox.objects.filter(state=BoxState.CLOSED).values("event")
    return Comment.objects.quotable().filter(event__in=events).filter(event__in=opened)


def signed(comment: Comment) -> str:
    """The name that stands under the words: only the one its writer typed, and only if asked."""
    return comment.signed if comment.share in (Share.ORGANISATION, Share.NAME) else ""


def of_recap(recap: Recap) -> list[Quote]:
    """The words chosen for the recap whose writers agree as of now, in their order; one query."""
    chosen = recap.quotes.filter(comment__in=quotable(recap.event)).select_related("comment")
    return _as_shown(row.comment for row in chosen)


def _as_shown(comments: Iterable[Comment]) -> list[Quote]:
    """The words with their names; what may not be shown is left out."""
    return [
        Quote(text=comment.text, signed=signed(comment))
        for comment in comments
        if comment.is_quotable
    ]
