"""What organiser pages need around their content."""

from typing import Any

from django import template
from django.utils import timezone

from forum import dates, permissions
from forum.models.people import Role
from forum.permissions import Right

register = template.Library()

_TABS = {
    "today": [Right.WORK_HERE],
    "people": [Right.SEE_PEOPLE],
    "needs": [Right.SEE_NEEDS],
    "programme": [Right.EDIT_EVENT],
    "questions": [Right.EDIT_EVENT],
    "breakouts": [Right.EDIT_EVENT],
    "messages": [Right.EDIT_EVENT],
    "lists": [Right.MAKE_LISTS, Right.MAKE_CARDS, Right.MAKE_DOOR_LIST, Right.SEE_RESULTS],
    "door": [Right.CHECK_IN],
    "answers": [Right.SEE_RESULTS],
    "recap": [Right.EDIT_EVENT],
}


@register.simple_tag(takes_context=True)
def event_tabs(context: template.Context) -> dict[str, Any]:
    """Which tabs of the current event this person may open, and the `section` they stand in.

    The section is the part of the address after the event: "people" for every page about people,
    "" for the page of what to do today.
    """
    request = context["request"]
    roles: frozenset[Any] = getattr(request, "roles", frozenset())
    tabs: dict[str, Any] = {
        name: any(permissions.allows(roles, right) for right in rights)
        for name, rights in _TABS.items()
        if not context["event"].is_recorded
    }
    _before, _slug, inside = request.path_info.partition(f"/{context['event'].slug}/")
    tabs["section"] = inside.partition("/")[0]
    return tabs


@register.simple_tag(takes_context=True)
def printed(context: template.Context) -> str:
    """The line at the foot of every leaf: when it was printed, by which role, and its end."""
    zone, now = context["event"].zone, timezone.now()
    roles: frozenset[Role] = getattr(context.get("request"), "roles", frozenset())
    whose = " and ".join(role.label.lower() for role in Role if role in roles)
    moment = f"{dates.day(now, zone)}, {dates.clock(now, zone)}"
    by = f" by {whose}" if whose else ""
    return dates.hold(f"Printed {moment}{by}. Shred this after the event.")
