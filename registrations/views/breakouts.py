"""The team's breakouts: demand, a draft, who goes where, one person moved, people told."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import breakouts as breakouts_of
from registrations.allocation import ClashError, UnsolvedError
from registrations.breakouts import clash_words, lists, publishing, running, verdict
from registrations.forms.breakouts import PlaceForm
from registrations.models import Registration
from registrations.people import everybody


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def breakouts(request: TeamRequest, event: Event) -> HttpResponse:
    """O10: what is asked for against places, and how good the draft is."""
    return _desk(request, event)


def _desk(request: TeamRequest, event: Event, clashes: tuple[str, ...] = ()) -> HttpResponse:
    context = {"event": event, "host": event.lead_host, "clashes": clashes}
    return render(request, "registrations/breakouts.html", context | {"stand": verdict.of(event)})


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def run(request: TeamRequest, event: Event) -> HttpResponse:
    """Make a draft. What is fixed and cannot be is named on the page, and nothing is made."""
    try:
        breakouts_of.run(event=event, by=request.user, with_pins="anew" not in request.POST)
    except breakouts_of.NothingToPlaceError as error:
        messages.warning(request, str(error))
    except UnsolvedError:
        messages.warning(request, "This took too long and was stopped. Nobody was placed.")
    except ClashError as error:
        return _desk(request, event, clash_words.of(error, event))
    return redirect("registrations:breakouts", slug=event.slug)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def placements(request: TeamRequest, event: Event) -> HttpResponse:
    """Who goes where: a list for each session. From here people are told."""
    allocation = running.latest(event)
    context = {
        "event": event,
        "host": event.lead_host,
        "allocation": allocation,
        "rounds": lists.of(allocation, event) if allocation else [],
        "no_mail": publishing.without_mail(allocation) if allocation else [],
    }
    return render(request, "registrations/placements.html", context)


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
    """Put one person into a session of a slot, and keep them there."""
    person = _person(event, pk)
    allocation = running.latest(event)
    one = lists.of_slot(allocation, event, slot)
    sessions = one.sessions if one else []
    form = PlaceForm(request.POST if request.method == "POST" else None, sessions=sessions)
    if allocation and request.method == "POST" and form.is_valid():
        session = form.cleaned_data["session"]
        try:
            breakouts_of.move(
                allocation=allocation, registration=person, session=session, by=request.user
            )
        except breakouts_of.MoveError as error:
            form.add_error("session", str(error))
        else:
            messages.success(request, f"{person} is in “{session}” now, and stays there.")
            return redirect("registrations:placements", slug=event.slug)
    context = {
        "event": event,
        "host": event.lead_host,
        "person": person,
        "form": form,
        "lists": one,
        "now_in": one.session_of(person) if one else None,
        "allocation": allocation,
    }
    return render(request, "registrations/place_person.html", context)


def _person(event: Event, pk: uuid.UUID) -> Registration:
    """Somebody of this event who has a place."""
    people = everybody(event).confirmed().select_related("needs")
    found: Registration = get_object_or_404(people, pk=pk)
    found.event = event
    return found
