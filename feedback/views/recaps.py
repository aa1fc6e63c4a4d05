"""The recap: writing it, seeing it, publishing it; and the page that everybody reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback import quotes, recap_versions, recaps
from feedback.forms.recaps import RecapForm
from feedback.models import Recap
from forum import permissions
from forum.models import Event
from forum.models.events import Visibility
from forum.permissions import Right, TeamRequest


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def edit_recap(request: TeamRequest, event: Event) -> HttpResponse:
    """The figures as they are shown, and the texts, quotes and thanks to write."""
    recap = recaps.of(event)
    form = RecapForm(request.POST or None, event=event, recap=recap)
    if form.is_valid():
        recap = recaps.save(event=event, fields=form.texts, quotes=form.chosen, by=request.user)
        if form.left_out:
            messages.info(request, "Some words were taken back meanwhile and are left out.")
        if recap.is_published:
            messages.success(request, "Your changes are kept. Everybody can read them now.")
            return redirect("feedback:edit_recap", event.slug)
        return redirect("feedback:preview_recap", event.slug)
    # Of a published recap as it is read; else as they would be published now.
    shown = recap_versions.shown(event, recap)
    context = {
        "event": event,
        "host": event.lead_host,
        "recap": recap,
        "form": form,
        "figures": shown.figures,
        "held_back_since": shown.held_back_since,
    }
    return render(request, "feedback/edit_recap.html", context)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def preview_recap(request: TeamRequest, event: Event) -> HttpResponse:
    """The page as it would be read, with the figures of this moment."""
    recap = recaps.of(event)
    if recap is None:
        messages.info(request, "Write a title first. Then you can see the recap.")
        return redirect("feedback:edit_recap", event.slug)
    if not recap.is_published:
        recap.figures = recap_versions.to_publish(event, recap).figures
    may_publish = recaps.can_be_published(event)
    context = _context(event, recap) | {"preview": True, "may_publish": may_publish}
    return render(request, "feedback/recap.html", context)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def publish_recap(request: TeamRequest, event: Event) -> HttpResponse:
    """Let everybody read it; once more takes the figures anew."""
    recap = get_object_or_404(Recap, event=event)
    was_published = recap.is_published
    try:
        found = recaps.publish(recap=recap, by=request.user)
    except recaps.NotYetError:
        messages.error(request, "A recap can be published when the event is over.")
    else:
        if not was_published:
            messages.success(request, "Everybody can read the recap.")
        elif found.held_back_since is None:
            messages.success(request, "The figures are taken anew.")
        else:
            messages.info(request, "The figures stay as they were. Under Figures it says why.")
    return redirect("feedback:edit_recap", event.slug)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def unpublish_recap(request: TeamRequest, event: Event) -> HttpResponse:
    """Take it off the site; the texts stay with the team."""
    recap = get_object_or_404(Recap, event=event)
    recaps.unpublish(recap=recap, by=request.user)
    messages.success(request, "The recap is off the site. What you wrote is still here.")
    return redirect("feedback:edit_recap", event.slug)


@require_safe
def recap(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of the event, for everybody who has its address."""
    reachable = Event.objects.reachable().select_related("series")
    event = get_object_or_404(reachable.prefetch_related("event_hosts__host"), slug=slug)
    found = recaps.published(event)
    if found is None and (event.is_cancelled or not event.is_over):
        raise Http404
    return render(request, "feedback/recap.html", _context(event, found))


def _context(event: Event, recap: Recap | None) -> dict[str, Any]:
    """What feedback/recap.html shows; without a recap it says that it is being written."""
    next_one = None
    if event.series:
        coming = Event.objects.listed().filter(series=event.series)
        next_one = coming.upcoming(timezone.now()).first()
    return {
        "event": event,
        "host": event.lead_host,
        "recap": recap,
        "figures": recap.figures if recap else {},
        "quotes": quotes.of_recap(recap) if recap else [],
        "next_one": next_one,
        "may_be_found": event.visibility == Visibility.PUBLIC and not event.is_discreet,
    }
