"""The meeting's own list of participants, and whose booking each of them is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum import permissions, uploads
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import booking, meeting, tallying
from registrations.forms.meeting import MatchForm, MeetingFileForm


@require_http_methods(["GET", "HEAD", "POST"])
@uploads.takes_a_file
@permissions.event_page(Right.EDIT_EVENT)
def meeting_list(request: TeamRequest, event: Event) -> HttpResponse:
    """Hand in the file; then say whose booking each name is. The file itself is kept nowhere."""
    why_not = meeting.why_not(event)
    if request.method == "POST" and "names" in request.POST and not why_not:
        return _matched(request, event)
    is_posted = request.method == "POST" and not why_not
    form = MeetingFileForm(request.POST, request.FILES) if is_posted else MeetingFileForm()
    if is_posted and form.is_valid():
        choices = meeting.Choices(event)
        suggestions = meeting.suggest(choices, form.cleaned_data["table"])
        match = MatchForm.of(suggestions, choices=choices, days=tallying.days(event))
        inside = [one for one in suggestions if one.is_in]
        left = len(suggestions) - len(inside) - len(match.called)
        return _match_page(request, event, match, {"inside": inside, "left": left})
    context = {"event": event, "form": form, "why_not": why_not}
    return render(request, "registrations/meeting_list.html", context)


def _matched(request: TeamRequest, event: Event) -> HttpResponse:
    form = MatchForm(request.POST, choices=meeting.Choices(event), days=tallying.days(event))
    if not form.is_valid():
        return _match_page(request, event, form)
    try:
        taken = meeting.take(
            event=event,
            people=form.people,
            heads=form.heads_counted,
            day=form.day_counted,
            by=request.user,
            press=form.press,
        )
    except (meeting.NotMatchedError, tallying.NotCountedError, booking.ClosedError) as error:
        form.add_error(None, str(error))
        return _match_page(request, event, form)
    people = "1 person is" if taken.people == 1 else f"{taken.people} people are"
    heads = f", and {taken.heads} counted without a name" if taken.heads else ""
    messages.success(request, f"{people} checked in from the meeting’s list{heads}.")
    return redirect("registrations:door", event.slug)


def _match_page(
    request: TeamRequest, event: Event, form: MatchForm, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"event": event, "form": form, **(more or {})}
    return render(request, "registrations/match_meeting.html", context)
