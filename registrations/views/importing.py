"""Bringing people in from another tool's file: the file, its columns, a look, and in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from forum import keys, permissions, uploads
from forum.models import Event
from forum.models.files import WorkState
from forum.permissions import Right, TeamRequest
from forum.tables import Table
from registrations import places
from registrations.forms.importing import ColumnsForm, FileForm, LookForm
from registrations.importing import (
    checking,
    choosing,
    keeping,
    recognising,
    standing,
    telling,
    working,
)
from registrations.models import PeopleImport

PAGE = ["GET", "HEAD", "POST"]
# Seconds after which the page of people being brought in looks again.
AGAIN = 5
# How many lines of each kind the look shows.
MOST_SHOWN = 100


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
@uploads.takes_a_file
def import_people(request: TeamRequest, event: Event) -> HttpResponse:
    """Hand in a file, or go on with one that was handed in today."""
    why_not = working.why_not(event, timezone.now())
    is_sent = request.method == "POST" and not why_not
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if is_sent and form.is_valid():
        try:
            table = form.cleaned_data["table"]
            brought = keeping.begin(event=event, table=table, by=request.user)
        except keys.KeyUnavailableError:
            form.add_error(None, "The file cannot be kept here. Tell whoever runs this site.")
        else:
            return redirect("registrations:import_columns", slug=event.slug, pk=brought.pk)
    context = {**_of(event), "form": form, "why_not": why_not, "kept": keeping.kept(event)}
    return render(request, "registrations/import_people.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def import_columns(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """What each column of the file means: recognised, remembered, or said here."""
    brought = _brought(event, pk)
    if not brought.is_planned or (table := keeping.table_or_none(brought)) is None:
        return redirect("registrations:import_look", slug=event.slug, pk=pk)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        table=table,
        meanings=brought.mapping,
        asked=standing.asked(event),
    )
    if request.method == "POST" and form.is_valid():
        keeping.say_what_columns_mean(brought=brought, mapping=form.mapping)
        return redirect("registrations:import_look", slug=event.slug, pk=pk)
    context = {**_of(event), "form": form, "brought": brought, "table": table}
    context["tool"] = recognising.TOOLS.get(brought.source, "")
    return render(request, "registrations/import_columns.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def import_look(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """What would become of the file; how far it is; and what became of it."""
    brought = _brought(event, pk)
    if brought.state in (WorkState.WAITING, WorkState.RUNNING):
        return _wait(request, event, brought)
    table = None if brought.state == WorkState.DONE else keeping.table_or_none(brought)
    if table is None:
        context = {**_of(event), "brought": brought}
        return render(request, "registrations/import_done.html", context)
    return _look(request, event, brought, table)


def _look(request: TeamRequest, event: Event, brought: PeopleImport, table: Table) -> HttpResponse:
    plan = checking.plan(table, keeping.mapping_of(brought), standing.facts(event))
    stand, choices = places.counts(event), choosing.of(brought.choices)
    data = request.POST if request.method == "POST" else None
    form = LookForm(data, plan=plan, stand=stand, event=event, choices=choices)
    if data is not None and form.is_valid():
        if form.brings_in:
            working.start(brought=brought, choices=form.chosen, by=request.user)
        else:
            keeping.choose(brought=brought, choices=form.chosen.kept())
        return redirect("registrations:import_look", slug=event.slug, pk=brought.pk)
    context = {
        **_of(event),
        "brought": brought,
        "table": table,
        "tool": recognising.TOOLS.get(brought.source, ""),
        "plan": plan,
        "stand": stand,
        "said": telling.of(plan, choices, stand),
        "faults": plan.faults[:MOST_SHOWN],
        "left_out": plan.left_out[:MOST_SHOWN],
        "form": form,
    }
    return render(request, "registrations/import_look.html", context)


def _wait(request: TeamRequest, event: Event, brought: PeopleImport) -> HttpResponse:
    """How far it is. The page looks again by itself, unless it was asked not to."""
    is_still = "still" in request.GET
    context = {**_of(event), "brought": brought, "is_still": is_still, "seconds": AGAIN}
    response = render(request, "registrations/import_wait.html", context)
    if not is_still:
        response.headers["Refresh"] = str(AGAIN)
    return response


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def drop_import(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Throw a file away that is not being worked on."""
    if keeping.drop(brought=_brought(event, pk), by=request.user):
        messages.success(request, "The file was destroyed. Nobody was brought in from it.")
    return redirect("registrations:import_people", slug=event.slug)


def _brought(event: Event, pk: uuid.UUID) -> PeopleImport:
    rows = PeopleImport.objects.filter(event=event, expires_at__gt=timezone.now())
    found: PeopleImport = get_object_or_404(rows.select_related("file", "by"), pk=pk)
    found.event = event
    return found


def _of(event: Event) -> dict[str, Any]:
    return {"event": event, "host": event.lead_host}
