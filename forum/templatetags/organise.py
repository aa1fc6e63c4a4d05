"""What the pages of organisers have above their heading. `{% load organise %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from forum import diagnosis, permissions
from forum.diagnosis import Fault
from forum.models import Event, Host
from forum.permissions import Right

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
    return {"event": event, "steps": steps, "step": step}


@register.filter
def step_after(event: Event, step: int) -> str:
    """`{{ event|step_after:4 }}`: the address of the step after the fourth."""
    return reverse(settings.EVENT_STEPS[step], args=[event.slug])


@register.inclusion_tag("forum/_site_faults.html")
def site_faults(hosts: Iterable[tuple[Host, bool]]) -> dict[str, list[Fault]]:
    """`{% site_faults hosts %}`: what is wrong, for who runs a host; nothing in a demo."""
    is_told = not settings.DEMO and any(runs for _host, runs in hosts)
    return {"faults": diagnosis.remembered() if is_told else []}


@register.inclusion_tag("forum/_host_tabs.html", takes_context=True)
def host_tabs(context: template.Context, here: str) -> dict[str, Any]:
    """`{% host_tabs "team" %}`: the pages of the host that this person may open."""
    roles: frozenset[Any] = getattr(context["request"], "roles", frozenset())
    return {
        "host": context["host"],
        "here": here,
        "runs_host": permissions.allows(roles, Right.RUN_HOST),
        "may_edit": permissions.allows(roles, Right.EDIT_EVENT),
        "sees_contact": permissions.allows(roles, Right.SEE_CONTACT),
        "sees_results": permissions.allows(roles, Right.SEE_RESULTS),
    }
