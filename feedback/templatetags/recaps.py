"""What pages below show of recaps, and its figures in words. `{% load recaps %}`.

Asked only of events that are over, so that the page of one to come costs nothing more.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from feedback.models import Recap
from forum import small_counts
from forum.models import Event
from forum.models.people import Reach
from forum.templatetags.words import listed

register = template.Library()

_REACH = {
    Reach.LOCAL: "local",
    Reach.REGIONAL: "regional",
    Reach.NATIONAL: "national",
    Reach.INTERNATIONAL: "international",
    Reach.UNKNOWN: "of a reach we do not know",
}


@dataclass(frozen=True)
class Told:
    """A published recap as others speak of it: its title, and one sentence."""

    title: str
    sentence: str


@register.inclusion_tag("feedback/_recap_link.html")
def recap_of(event: Event) -> dict[str, Any]:
    """`{% recap_of event %}`: on the event's page, what came of it; one query, once it is over."""
    return {"event": event, "recap": recaps_of([event]).get(event.pk)}


@register.simple_tag
def recaps_of(events: Iterable[Event]) -> dict[uuid.UUID, Told]:
    """`{% recaps_of events as recaps %}`: the published recaps of a list, in one query."""
    over = [event.pk for event in events if event.is_over]
    if not over:
        return {}
    found = Recap.objects.filter(event__in=over, published_at__isnull=False)
    return {recap.event_id: Told(recap.title, _sentence(recap)) for recap in found}


@register.simple_tag
def recap_in(recaps: Any, event: Event) -> Told | None:
    """`{% recap_in recaps event as recap %}`: one of them; nothing where no list was made."""
    return recaps.get(event.pk) if isinstance(recaps, dict) else None


@register.filter
def reach_words(figures: dict[str, Any]) -> str:
    """`{{ figures|reach_words }}`: "Of 45 organisations, 28 were local, 9 regional and 8 national."

    What is hidden is named and not counted, so that nobody takes the rest for the whole.
    """
    rows = [(_REACH[Reach(row["reach"])], row["count"]) for row in figures["reach"]]
    shown = [f"{count} {words}" for words, count in rows if count is not None]
    hidden = [words for words, count in rows if count is None]
    if not shown:
        return ""
    first, *others = shown
    told = f"Of {figures['organisations']} organisations, {first.replace(' ', ' were ', 1)}"
    told = f"{listed([told, *others])}."
    if not hidden:
        return told
    return f"{told} How many were {' or '.join(hidden)} is not shown, so that none is picked out."


@register.filter
def counted(count: int) -> str:
    """`{{ theme.uses|counted }}`: "12", or "fewer than 5"."""
    return small_counts.FEWER if small_counts.alone(count) is None else str(count)


@register.filter
def raised_most(themes: dict[str, Any]) -> str:
    """`{{ figures.themes|raised_most }}`: "Legal aid 31, Housing 26 and Raids 19"."""
    return listed([f"{row['name']} {row['count']}" for row in themes["rows"][:3]])


def _sentence(recap: Recap) -> str:
    """Who came, in figures as they were published; nothing when they are hidden."""
    came, organisations = recap.figures.get("came"), recap.figures.get("organisations")
    if came and organisations:
        return f"{came} people from {organisations} organisations came."
    return f"{came} people came." if came else ""
