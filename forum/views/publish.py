"""Seeing the event as everybody will, publishing it, cancelling it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import permissions, publishing
from forum.forms import CancelForm
from forum.models import Event
from forum.permissions import Right, TeamRequest
from forum.views import public


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def preview(request: TeamRequest, event: Event) -> HttpResponse:
    """The public page as it would be, with a banner that says that it is not."""
    context = public.event_context(event) | {"preview": True}
    return render(request, "forum/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def publish(request: TeamRequest, event: Event) -> HttpResponse:
    """What is missing, each with its place; or what will be published, and the button."""
    missing = [] if event.is_published else publishing.missing(event)
    if request.method == "POST":
        try:
            publishing.publish(event=event, by=request.user)
        except publishing.NotReadyError as error:
            missing = error.missing
        else:
            messages.success(request, "The event is published. People can find it and book.")
            return redirect("forum:today", event.slug)
    context = {"event": event, "host": event.lead_host, "missing": missing}
    return render(request, "forum/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def cancel(request: TeamRequest, event: Event) -> HttpResponse:
    """Ask for the reason, then cancel for good."""
    form = CancelForm(request.POST or None)
    if event.is_published and form.is_valid():
        publishing.cancel(event=event, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "The event is cancelled. Everybody who booked will be told.")
        return redirect("forum:today", event.slug)
    context = {"event": event, "host": event.lead_host, "form": form}
    return render(request, "forum/cancel_event.html", context)
