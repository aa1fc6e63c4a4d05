"""The programme builder: the day as it stands, what clashes, and forms to change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import permissions, scheduling, timetable
from forum.forms import THINGS, InEventForm
from forum.models import Event, Room, Session, Slot
from forum.permissions import Right, TeamRequest


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def programme(request: TeamRequest, event: Event) -> HttpResponse:
    """Every room, slot and session, and what cannot all be true on the day."""
    days = timetable.days(event, event.sessions.select_related("room").prefetch_related("leads"))
    sessions = [row for day in days for entry in day.entries for row in entry.sessions]
    slots = list(event.slots.annotate(session_count=Count("sessions")))
    context = {
        "event": event,
        "host": event.lead_host,
        "days": days,
        "rooms": event.rooms.all(),
        "slots": slots,
        "session_count": len(sessions),
        "clashes": scheduling.clashes(event, sessions=sessions, slots=slots),
    }
    return render(request, "forum/edit_programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def add(request: TeamRequest, event: Event, thing: str) -> HttpResponse:
    """A new room, slot or session."""
    model, form_class = _kind(thing)
    form = form_class(request.POST or None, event=event)
    if form.is_valid():
        return _keep(request, form, model(event=event))
    return _form_page(request, event, thing, form, row=None)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def edit(request: TeamRequest, event: Event, thing: str, pk: UUID) -> HttpResponse:
    """Change a room, slot or session."""
    model, form_class = _kind(thing)
    row = get_object_or_404(model, event=event, pk=pk)
    form = form_class(request.POST or None, event=event, row=row)
    if form.is_valid():
        return _keep(request, form, row)
    return _form_page(request, event, thing, form, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def remove(request: TeamRequest, event: Event, thing: str, pk: UUID) -> HttpResponse:
    """Ask, then take a room, slot or session out."""
    model, _form = _kind(thing)
    row = get_object_or_404(model, event=event, pk=pk)
    if request.method == "POST":
        messages.success(request, f"“{row}” is removed.")
        scheduling.remove(row=row, by=request.user)
        return redirect("forum:edit_programme", event.slug)
    sessions = [] if isinstance(row, Session) else row.sessions.all()
    context = {"event": event, "thing": thing, "row": row, "sessions": sessions}
    return render(request, "forum/remove.html", context | {"host": event.lead_host})


def _kind(thing: str) -> tuple[type[Any], type[InEventForm]]:
    if thing not in THINGS:
        raise Http404
    return THINGS[thing]


def _keep(request: TeamRequest, form: InEventForm, row: Room | Slot | Session) -> HttpResponse:
    scheduling.keep(row=row, fields=form.values(), by=request.user, leads=form.leads_given())
    messages.success(request, f"“{row}” is in the programme.")
    return redirect("forum:edit_programme", row.event.slug)


def _form_page(
    request: TeamRequest,
    event: Event,
    thing: str,
    form: InEventForm,
    *,
    row: Room | Slot | Session | None,
) -> HttpResponse:
    context = {"event": event, "host": event.lead_host, "thing": thing, "form": form, "row": row}
    return render(request, "forum/programme_form.html", context)
