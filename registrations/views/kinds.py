"""How one person comes: as what, with whom, on which days; the team says it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import kinds, places
from registrations.forms.kinds import KindForm
from registrations.people import everybody


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def person_kind(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Choose the kind of place, whom the person comes with, and their days."""
    people = everybody(event).select_related("with_whom")
    person = get_object_or_404(people, pk=pk)
    person.event = event
    form = KindForm(request.POST if request.method == "POST" else None, event=event, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            kinds.settle(
                registration=person,
                kind=form.chosen_kind,
                first=form.with_whom,
                days=form.days().get("days"),
                by=request.user,
            )
        except kinds.KindError as error:
            form.add_error("kind", str(error))
        else:
            messages.success(request, f"How {person.badge_name} comes is kept.")
            return redirect("registrations:person", slug=event.slug, pk=pk)
    context = {"event": event, "host": event.lead_host, "person": person, "form": form}
    return render(
        request, "registrations/person_kind.html", context | {"stand": places.counts(event)}
    )
