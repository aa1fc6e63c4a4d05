"""What is left to do once an event is over: ask, read, tell. `{% load feedback_to_do %}`."""

from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from feedback.inbox.places import progress
from feedback.models import BallotBox, Recap
from forum import permissions
from forum.models import Event
from forum.permissions import Right
from registrations.to_tell import Thing, Things

register = template.Library()

# After this nobody remembers enough to be asked, and nobody waits to be told.
_ASKED, _TOLD = timedelta(days=30), timedelta(days=90)


@register.simple_tag(takes_context=True)
def afterwards(context: template.Context, event: Event, things: Things) -> Things:
    """`{% afterwards event things as things %}`: these, and what the answers ask for.

    Nothing more before the event is over; then at most four queries.
    """
    if not event.is_published or not event.is_over:
        return things
    roles: frozenset[Any] = getattr(context.get("request"), "roles", frozenset())
    may_edit = permissions.allows(roles, Right.EDIT_EVENT)
    may_read = permissions.allows(roles, Right.SEE_RESULTS)
    box = BallotBox.objects.filter(event=event).first()
    is_closed = box is not None and box.closed_at is not None
    ago = timezone.now() - event.ends_at
    found: list[Thing] = []
    if may_edit and box is None and ago < _ASKED:
        found.append(_ask(event))
    if may_read and is_closed:
        found += _read(event)
    if may_edit and ago < _TOLD and (is_closed or (box is None and ago >= _ASKED)):
        found += _tell(event)
    return Things([*things, *found])


def _ask(event: Event) -> Thing:
    why = "Feedback is not planned yet. People forget quickly."
    return Thing(
        "Ask people how it was", why, reverse("feedback:plan_answers", args=[event.slug]), ""
    )


def _read(event: Event) -> list[Thing]:
    read, total = progress(event)
    if read == total:
        return []
    why = f"{read} of {total} are read for themes, which the recap shows."
    where = reverse("feedback:coding", args=[event.slug])
    return [Thing("Read what people wrote", why, where, "")]


def _tell(event: Event) -> list[Thing]:
    recap = Recap.objects.filter(event=event).first()
    if recap is None:
        where = reverse("feedback:edit_recap", args=[event.slug])
        return [Thing("Write the recap", "It tells people what came of it.", where, "")]
    if recap.is_published:
        return []
    where = reverse("feedback:preview_recap", args=[event.slug])
    return [Thing("Publish the recap", "It is begun, and only your team can see it.", where, "")]
