"""What an event reminds its people of by itself: when it leaves, what it says, and whether."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import reminding
from registrations.emails import reminders as mails
from registrations.forms.reminders import ReminderForm


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def reminders(request: TeamRequest, event: Event) -> HttpResponse:
    """Both reminders with their mails to read; a button switches one off or on."""
    if request.method == "POST":
        form = ReminderForm(request.POST)
        if form.is_valid():
            reminding.switch(event=event, kind=form.chosen_kind, is_on=form.is_on, by=request.user)
            messages.success(request, form.said)
        else:
            messages.error(request, "Nothing was changed. Choose one of the reminders below.")
        return redirect("registrations:reminders", event.slug)
    now = timezone.now()
    shown = [
        {
            "reminder": one,
            "is_missed": one.is_missed(now),
            "is_late": one.leaves_at <= now,
            "mail": mails.example(event, one.kind),
        }
        for one in reminding.planned(event)
    ]
    context = {"event": event, "host": event.lead_host, "shown": shown}
    return render(request, "registrations/reminders.html", context)
