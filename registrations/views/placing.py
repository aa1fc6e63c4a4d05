"""Who goes where, for the team: one person moved or let go, what is new, people told."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import breakouts as breakouts_of
from registrations.breakouts import (
    changes,
    difference,
    lists,
    moving_cost,
    pinning,
    publishing,
    running,
)
from registrations.forms.breakouts import PlaceForm
from registrations.models import Allocation, Registration
from registrations.people import everybody


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def placements(request: TeamRequest, event: Event) -> HttpResponse:
    """Who goes where: a list for each session."""
    allocation = running.latest(event)
    context = {
        "event": event,
        "host": event.lead_host,
        "allocation": allocation,
        "told": breakouts_of.published(event),
        "rounds": lists.of(allocation, event) if allocation else [],
        "pins": lists.pins(allocation) if allocation else [],
        "no_mail": publishing.without_mail(allocation) if allocation else [],
    }
    return render(request, "registrations/placements.html", context)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def before_telling(request: TeamRequest, event: Event) -> HttpResponse:
    """What telling people would change, before they are told."""
    draft = running.latest(event)
    told = breakouts_of.published(event)
    is_draft = draft is not None and not draft.is_published and not event.is_forgotten
    context = {
        "event": event,
        "host": event.lead_host,
        "draft": draft if is_draft else None,
        "told": told,
        "difference": difference.of(draft, told) if draft and is_draft else None,
        "changed": changes.of(draft) if draft and is_draft else None,
    }
    return render(request, "registrations/before_telling.html", context)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def publish(request: TeamRequest, event: Event) -> HttpResponse:
    """Tell people where they go: of the draft that was looked at, and of no other."""
    allocation = running.latest(event)
    if allocation is None or str(allocation.pk) != request.POST.get("allocation"):
        messages.warning(request, "There is a newer draft. Look at it, then tell people.")
        return redirect("registrations:placements", slug=event.slug)
    try:
        sent = breakouts_of.publish(allocation=allocation, by=request.user)
    except breakouts_of.NotPublishedError as error:
        messages.warning(request, str(error))
    else:
        mails = "1 email is" if sent == 1 else f"{sent} emails are"
        messages.success(request, f"People see their sessions now. {mails} on the way.")
    return redirect("registrations:breakouts", slug=event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def place_person(
    request: TeamRequest, event: Event, pk: uuid.UUID, slot: uuid.UUID
) -> HttpResponse:
    """Put one person into a session of a slot: look at what it changes, then do it."""
    person = _person(event, pk)
    allocation = running.latest(event)
    one = lists.of_slot(allocation, event, slot)
    sessions = one.sessions if one else []
    form = PlaceForm(request.POST if request.method == "POST" else None, sessions=sessions)
    costs: list[str] = []
    if allocation and request.method == "POST" and form.is_valid():
        try:
            if "sure" in request.POST:
                return _move(request, event, allocation, person, form)
            costs = moving_cost.of(
                allocation=allocation,
                registration=person,
                session=form.cleaned_data["session"],
                by=request.user,
            )
        except breakouts_of.MoveError as error:
            form.add_error("session", str(error))
    context = {
        "event": event,
        "host": event.lead_host,
        "person": person,
        "form": form,
        "costs": costs,
        "lists": one,
        "now_in": one.session_of(person) if one else None,
        "allocation": allocation,
    }
    return render(request, "registrations/place_person.html", context)


def _move(
    request: TeamRequest,
    event: Event,
    allocation: Allocation,
    person: Registration,
    form: PlaceForm,
) -> HttpResponse:
    session = form.cleaned_data["session"]
    breakouts_of.move(
        allocation=allocation,
        registration=person,
        session=session,
        by=request.user,
        note=form.cleaned_data["note"],
    )
    messages.success(request, f"{person} is in “{session}” now, and stays there.")
    return redirect("registrations:placements", slug=event.slug)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def let_go(request: TeamRequest, event: Event, pk: uuid.UUID, slot: uuid.UUID) -> HttpResponse:
    """Keep somebody no longer where the team put them."""
    person = _person(event, pk)
    if allocation := running.latest(event):
        try:
            pinning.let_go(allocation=allocation, registration=person, slot=slot, by=request.user)
        except breakouts_of.MoveError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, f"{person} is free to go elsewhere when you run it again.")
    return redirect("registrations:placements", slug=event.slug)


def _person(event: Event, pk: uuid.UUID) -> Registration:
    """Somebody of this event who has a place."""
    people = everybody(event).confirmed().select_related("needs")
    found: Registration = get_object_or_404(people, pk=pk)
    found.event = event
    return found
