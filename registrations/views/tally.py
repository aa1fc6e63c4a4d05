"""The tally: a button for heads that come by without names."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import booking, check_in, door_cards, tallying
from registrations.forms.tally import TallyForm, UndoForm


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.CHECK_IN)
def tally(request: TeamRequest, event: Event) -> HttpResponse:
    """How many were counted that day, and a button for one more."""
    days = tallying.days(event)
    form = TallyForm(request.POST if request.method == "POST" else None, days=days)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            tallying.count(
                event=event,
                day=(day := date.fromisoformat(given["day"])),
                number=given["number"],
                by=request.user,
                press=form.press,
            )
        except (tallying.NotCountedError, booking.ClosedError) as error:
            form.add_error(None, str(error))
        else:
            return _back(event, day)
    return render(request, "registrations/tally.html", _context(request, event, days, form))


def _context(
    request: TeamRequest, event: Event, days: list[date], form: TallyForm
) -> dict[str, Any]:
    counted = tallying.of(event)
    asked = form.data.get("day") or request.GET.get("day", "")
    day = next((day for day in days if str(day) == asked), days[-1] if days else None)
    return {
        "event": event,
        "count": check_in.count(event),
        "closed": door_cards.why_shut(event),
        "form": form if form.is_bound else TallyForm(initial={"day": day}, days=days),
        "press": TallyForm(days=days, auto_id=False),
        "day": day,
        "days": [(each, counted.get(each, 0)) for each in days],
        "number": counted.get(day, 0) if day else 0,
        "last": tallying.last(event, day, request.user) if day else None,
    }


@require_POST
@permissions.event_page(Right.CHECK_IN)
def undo_tally(request: TeamRequest, event: Event) -> HttpResponse:
    """Take back one's own last press; pressed twice, it is taken back once."""
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            tallying.take_back(event=event, pk=form.cleaned_data["last"], by=request.user)
        except (tallying.NotCountedError, booking.ClosedError) as error:
            messages.warning(request, str(error))
    return _back(event, request.POST.get("day", ""))


def _back(event: Event, day: date | str) -> HttpResponseRedirect:
    path = reverse("registrations:tally", args=[event.slug])
    return HttpResponseRedirect(f"{path}?{urlencode({'day': day})}")
