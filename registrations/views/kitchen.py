"""The catering sheet: for the team on screen and paper, and by the caterer's own link."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations.forms.kitchen import LinkForm, NamesForm, SinceForm
from registrations.kitchen import links
from registrations.kitchen import sheet as sheets
from registrations.models import KitchenLink


@require_safe
@permissions.event_page(Right.COUNT_MEALS)
def kitchen(request: TeamRequest, event: Event) -> HttpResponse:
    """The sheet of counts, to read and to print; opening it is written down."""
    if not links.is_shown(event):
        return _shown(request, event)
    since = SinceForm(request.GET).number
    return _shown(request, event, sheets.read(event=event, by=request.user, since=since))


@require_POST
@permissions.event_page(Right.MAKE_CARDS)
def kitchen_names(request: TeamRequest, event: Event) -> HttpResponse:
    """The same sheet with the plates of those who agreed to give their name."""
    if not links.is_shown(event):
        return _shown(request, event)
    form = NamesForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _shown(request, event, sheets.named(event=event, by=request.user, reason=reason))
    return _shown(request, event, sheets.read(event=event, by=request.user), form)


@require_POST
@permissions.event_page(Right.GIVE_TO_KITCHEN)
def keep_kitchen_copy(request: TeamRequest, event: Event) -> HttpResponseRedirect:
    """Number the sheet that is printed now, so that the next one says what changed since."""
    number = sheets.keep_on_paper(event=event, by=request.user)
    page = reverse("registrations:kitchen", args=[event.slug])
    if not number:
        messages.warning(request, "No copy was kept: people’s answers are not kept now.")
        return HttpResponseRedirect(page)
    messages.success(request, f"This is copy {number}. Print this page now.")
    return HttpResponseRedirect(f"{page}?since={number - 1}" if number > 1 else page)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.GIVE_TO_KITCHEN)
def kitchen_links(request: TeamRequest, event: Event) -> HttpResponse:
    """The links that caterers have, and the form for one more."""
    may_name = permissions.allows(request.roles, Right.MAKE_CARDS)
    data = request.POST if request.method == "POST" else None
    form = LinkForm(data, event=event, may_name=may_name)
    if request.method == "POST" and form.is_valid():
        try:
            link = links.make(event=event, by=request.user, **form.given)
        except links.LinkRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The link for {link.made_for} is made. Copy it below.")
            return redirect("registrations:kitchen_links", slug=event.slug)
    context = {
        "event": event,
        "host": event.lead_host,
        "links": links.of(event),
        "form": form if links.is_shown(event) else None,
    }
    return render(request, "registrations/kitchen_links.html", context)


@require_POST
@permissions.event_page(Right.GIVE_TO_KITCHEN)
def end_kitchen_link(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Let one link open nothing any more."""
    link = get_object_or_404(KitchenLink.objects.filter(event=event), pk=pk)
    links.end(link=link, by=request.user)
    messages.success(request, f"The link for {link.made_for} opens nothing any more.")
    return redirect("registrations:kitchen_links", slug=event.slug)


@require_safe
def kitchen_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the caterer reads: the sheet as it stands now; every opening is written down."""
    standing = links.find(token)
    if standing is None:
        raise Http404
    if standing.ended:
        return _outside(request, "kitchen_ended", {}, status=410)
    event = standing.link.event
    sheet = None
    if not event.is_cancelled:
        sheet = sheets.by_link(standing, since=SinceForm(request.GET).number)
    return _outside(request, "kitchen_link", {"event": event, "standing": standing, "sheet": sheet})


def _outside(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that is kept by nobody on the way, and found by no search."""
    response = render(request, f"registrations/{name}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shown(
    request: TeamRequest,
    event: Event,
    sheet: sheets.Sheet | None = None,
    form: NamesForm | None = None,
) -> HttpResponse:
    context = {
        "event": event,
        "host": event.lead_host,
        "sheet": sheet,
        "may_give": permissions.allows(request.roles, Right.GIVE_TO_KITCHEN),
        "form": (form or NamesForm())
        if permissions.allows(request.roles, Right.MAKE_CARDS)
        else None,
    }
    return render(request, "registrations/kitchen.html", context)
