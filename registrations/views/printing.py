"""Lists and badges on paper. What people need is on none of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations.paper import badges as badges_of
from registrations.paper import lines as lines_of

# Empty lines at the end of a sheet to sign, for who comes unannounced.
EMPTY_LINES = 8


@require_safe
@permissions.event_page(Right.MAKE_LISTS)
def people(request: TeamRequest, event: Event) -> HttpResponse:
    """The attendee list: who has a place, where from, as what."""
    lines = lines_of.of(event, lines_of.with_a_place(event))
    return _page(request, event, "people_to_print", lines=lines)


@require_safe
@permissions.event_page(Right.MAKE_DOOR_LIST)
def door_list(request: TeamRequest, event: Event) -> HttpResponse:
    """The list for the door, when there is no light or no line: A to Z, or by code."""
    lines = lines_of.of(event, lines_of.expected(event))
    is_by_code = request.GET.get("by") == "code"
    return _page(
        request,
        event,
        "door_list",
        lines=lines_of.by_code(lines) if is_by_code else lines,
        is_by_code=is_by_code,
        may_type=permissions.allows(request.roles, Right.CHECK_IN),
    )


@require_safe
@permissions.event_page(Right.MAKE_LISTS)
def sign_in_sheet(request: TeamRequest, event: Event) -> HttpResponse:
    """A line for each person to sign, and a few more."""
    lines = lines_of.of(event, lines_of.with_a_place(event))
    return _page(request, event, "sign_in_sheet", lines=lines, empty=range(EMPTY_LINES))


@require_safe
@permissions.event_page(Right.MAKE_LISTS)
def badges(request: TeamRequest, event: Event) -> HttpResponse:
    """Eight badges to a leaf, to cut apart."""
    return _page(request, event, "badges", badges=badges_of.of(event))


def _page(request: TeamRequest, event: Event, name: str, **more: Any) -> HttpResponse:
    context = {"event": event, "host": event.lead_host, **more}
    return render(request, f"registrations/{name}.html", context)
