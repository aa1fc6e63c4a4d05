"""Sessions on the day: who goes to which, on paper and to tick off at the door of each."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forum import permissions
from forum.models import Event, Session
from forum.permissions import Right, TeamRequest
from registrations import check_in
from registrations.breakouts import attending, sheets

EVERYBODY = "everybody"


@require_safe
@permissions.event_page(Right.MAKE_LISTS)
def session_sheets(request: TeamRequest, event: Event) -> HttpResponse:
    """A sheet of paper for the door of each session."""
    context = {"event": event, "host": event.lead_host, "now": timezone.now()}
    return render(
        request, "registrations/session_sheets.html", context | {"sheets": sheets.of(event)}
    )


@require_safe
@permissions.event_page(Right.CHECK_IN)
def door_sessions(request: TeamRequest, event: Event) -> HttpResponse:
    """The sessions by time, each with how many were ticked; nobody is named."""
    context = {
        "event": event,
        "count": check_in.count(event),
        "sheets": sheets.of(event),
        "may_print": permissions.allows(request.roles, Right.MAKE_LISTS),
    }
    return render(request, "registrations/door_sessions.html", context)


@require_safe
@permissions.event_page(Right.CHECK_IN)
def door_session(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Who is expected in one session: a button for each, and one for all of them."""
    session = _session(event, pk)
    context = {
        "event": event,
        "count": check_in.count(event),
        "session": session,
        "sheet": sheets.of_session(event, pk),
        "not_yet": attending.why_not_yet(session, event, timezone.now()),
    }
    return render(request, "registrations/door_session.html", context)


@require_POST
@permissions.event_page(Right.CHECK_IN)
def tick(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Tick one person, or everybody who is not ticked yet."""
    session = _session(event, pk)
    try:
        attending.tick(session=session, people=_meant(request, event, pk), by=request.user)
    except attending.NotYetError as error:
        messages.warning(request, str(error))
    return _back(request, event, pk)


@require_POST
@permissions.event_page(Right.CHECK_IN)
def untick(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Take back the tick of one person, or of everybody."""
    session = _session(event, pk)
    attending.take_back(session=session, people=_meant(request, event, pk), by=request.user)
    return _back(request, event, pk)


def _session(event: Event, pk: uuid.UUID) -> Session:
    return get_object_or_404(event.sessions.select_related("slot", "room"), pk=pk)


def _meant(request: TeamRequest, event: Event, pk: uuid.UUID) -> list[uuid.UUID]:
    """Whom the button is about: somebody of this session, or everybody in it."""
    said, sheet = request.POST.get("person", ""), sheets.of_session(event, pk)
    people = [one.person.pk for one in sheet.people] if sheet else []
    return people if said == EVERYBODY else [pk for pk in people if str(pk) == said]


def _back(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponseRedirect:
    """To the same place on the page, so that a finger finds the next name where it was."""
    path = reverse("registrations:door_session", args=[event.slug, pk])
    try:
        person = uuid.UUID(request.POST.get("person", ""))
    except ValueError:
        return HttpResponseRedirect(path)
    return HttpResponseRedirect(f"{path}#{person}")
