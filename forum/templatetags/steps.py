"""The way from a blank event to a published one. `{% load steps %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from forum.models import Event

register = template.Library()

_WORDS = ["Basics", "Place and access", "Questions", "Programme", "Publish"]


@register.inclusion_tag("forum/_steps.html")
def event_steps(event: Event | None, step: int) -> dict[str, Any]:
    """`{% event_steps event 3 %}`: the five steps, at the third, for an event that is a draft.

    Nothing for a published event. Steps are links once the event is there.
    """
    if event and not event.is_draft:
        return {"steps": []}
    steps = [
        {
            "words": words,
            "url": reverse(name, args=[event.slug]) if event else "",
            "is_here": number == step,
        }
        for number, (words, name) in enumerate(
            zip(_WORDS, settings.EVENT_STEPS, strict=True), start=1
        )
    ]
    return {"steps": steps, "step": step}


@register.filter
def step_after(event: Event, step: int) -> str:
    """`{{ event|step_after:4 }}`: the address of the step after the fourth."""
    return reverse(settings.EVENT_STEPS[step], args=[event.slug])
