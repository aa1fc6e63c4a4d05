"""Past events by totals: the list, one of them by form, many by file, and away with one."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import permissions, uploads
from forum.models import Event, Host
from forum.permissions import Right, TeamRequest
from registrations import past_totals
from registrations.forms.past_file import COLUMNS, LookedAtForm, PastFileForm
from registrations.forms.past_totals import TotalsForm


@require_safe
@permissions.host_page(Right.EDIT_EVENT)
def past_events(request: TeamRequest, host: Host) -> HttpResponse:
    """The past events that this host recorded."""
    context = {"host": host, "rows": past_totals.of_host(host)}
    return render(request, "registrations/past_totals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.EDIT_EVENT)
def record(request: TeamRequest, host: Host) -> HttpResponse:
    """One past event, typed in."""
    form = TotalsForm(request.POST or None, host=host, taken=past_totals.taken(host))
    if form.is_valid():
        try:
            past_totals.record(host=host, totals=[form.totals], by=request.user)
        except past_totals.NothingToRecordError:
            form.add_error("title", "An event of this title on this day is there already")
        else:
            messages.success(request, f"{form.totals.title} is recorded.")
            return redirect("registrations:past_totals", host.slug)
    return _form_page(request, host, form)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.EDIT_EVENT)
def change(request: TeamRequest, host: Host, pk: uuid.UUID) -> HttpResponse:
    """Other totals for an event that was recorded."""
    event = _recorded(host, pk)
    told = past_totals.figures_of(event)
    there = past_totals.taken(host, without=event)
    held = told.totals if told else None
    form = TotalsForm(request.POST or None, host=host, taken=there, totals=held)
    if form.is_valid():
        past_totals.change(event=event, totals=form.totals, by=request.user)
        messages.success(request, "Your changes are kept.")
        return redirect("forum:today", event.slug)
    return _form_page(request, host, form, event)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.EDIT_EVENT)
def remove(request: TeamRequest, host: Host, pk: uuid.UUID) -> HttpResponse:
    """Ask, then take a recorded event away."""
    event = _recorded(host, pk)
    if request.method == "POST":
        past_totals.remove(event=event, by=request.user)
        messages.success(request, f"{event.title} is removed, with its totals.")
        return redirect("registrations:past_totals", host.slug)
    return render(
        request, "registrations/remove_past_totals.html", {"host": host, "recorded": event}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@uploads.takes_a_file
@permissions.host_page(Right.EDIT_EVENT)
def bring_in(request: TeamRequest, host: Host) -> HttpResponse:
    """Many past events from a file: looked at first, then recorded, all or none."""
    context = {"host": host, "columns": COLUMNS}
    if request.method == "POST" and "kept" in request.POST:
        looked_at = LookedAtForm(request.POST, host=host)
        if looked_at.is_valid():
            return _record_all(request, host, looked_at)
        context["remark"] = looked_at.errors["kept"][0]
        form = PastFileForm(host=host)
    elif request.method == "POST":
        form = PastFileForm(request.POST, request.FILES, host=host)
        if form.is_valid():
            return render(request, "registrations/past_look.html", context | {"form": form})
    else:
        form = PastFileForm(host=host)
    return render(request, "registrations/past_file.html", context | {"form": form})


def _record_all(request: TeamRequest, host: Host, form: LookedAtForm) -> HttpResponse:
    try:
        made = past_totals.record(host=host, totals=form.rows, by=request.user)
    except past_totals.NothingToRecordError as error:
        messages.warning(request, f"{error} is there already, so nothing was recorded.")
    else:
        words = "1 event is" if len(made) == 1 else f"{len(made)} events are"
        messages.success(request, f"{words} recorded.")
    return redirect("registrations:past_totals", host.slug)


def _recorded(host: Host, pk: uuid.UUID) -> Event:
    mine = Event.objects.recorded().filter(event_hosts__host=host, event_hosts__is_lead=True)
    found: Event = get_object_or_404(mine, pk=pk)
    return found


def _form_page(
    request: TeamRequest, host: Host, form: TotalsForm, recorded: Event | None = None
) -> HttpResponse:
    context = {"host": host, "form": form, "recorded": recorded}
    return render(request, "registrations/past_totals_form.html", context)
