"""The team's breakouts: demand, swaps of rooms, a run and how good it is, earlier runs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import breakouts as breakouts_of
from registrations.breakouts import (
    clash_words,
    goal_words,
    history,
    starting,
    swaps,
    verdict,
    working,
)
from registrations.models import Allocation
from registrations.models.breakouts import Mode, RunState

# Seconds after which the page of a run that is being worked on looks again.
AGAIN = 5


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def breakouts(request: TeamRequest, event: Event) -> HttpResponse:
    """O10: what is asked for against places, and how good the draft is."""
    newest = starting.newest(event)
    if newest and newest.state in (RunState.WAITING, RunState.RUNNING):
        return _waiting(request, event, newest)
    has_failed = newest is not None and newest.state == RunState.FAILED
    context = {
        "event": event,
        "host": event.lead_host,
        "clashes": clash_words.of(newest, event) if newest and has_failed else (),
        "stand": verdict.of(event),
    }
    return render(request, "registrations/breakouts.html", context)


def _waiting(request: TeamRequest, event: Event, run: Allocation) -> HttpResponse:
    """How far a run is. The page looks again by itself, unless it was asked not to."""
    context = {
        "event": event,
        "host": event.lead_host,
        "run": run,
        "people": f"{run.figures.get('people', 0):,}",
        "steps": goal_words.steps(run),
        "is_still": "still" in request.GET,
        "is_silent": working.is_silent(run, timezone.now()),
        "seconds": AGAIN,
    }
    response = render(request, "registrations/breakouts_wait.html", context)
    if "still" not in request.GET:
        response.headers["Refresh"] = str(AGAIN)
    return response


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def run(request: TeamRequest, event: Event) -> HttpResponse:
    """Make a draft, at once or in the worker; what comes of it stands on the page."""
    return _started(request, event)


def _started(request: TeamRequest, event: Event) -> HttpResponse:
    mode = request.POST.get("mode")
    try:
        starting.start(
            event=event,
            by=request.user,
            mode=mode if mode in Mode.values else None,
            with_pins="anew" not in request.POST,
        )
    except breakouts_of.NothingToPlaceError as error:
        messages.warning(request, str(error))
    return redirect("registrations:breakouts", slug=event.slug)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def swap_rooms(request: TeamRequest, event: Event) -> HttpResponse:
    """Swap rooms as the newest run proposes it, and run again."""
    number = request.POST.get("number", "")
    try:
        done = swaps.swap_rooms(
            event=event,
            run=request.POST.get("allocation", ""),
            number=int(number) if number.isascii() and number.isdecimal() else -1,
            by=request.user,
        )
    except swaps.SwapError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{done.rooms_words} are swapped.")
        return _started(request, event)
    return redirect("registrations:breakouts", slug=event.slug)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def breakout_runs(request: TeamRequest, event: Event) -> HttpResponse:
    """Earlier runs: when, by whom, from what, and what they came to."""
    context = {"event": event, "host": event.lead_host, "runs": history.runs(event)}
    return render(request, "registrations/breakout_runs.html", context)
