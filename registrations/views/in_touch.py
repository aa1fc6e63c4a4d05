"""The list of who wants to hear of later events: one's own page of it, and the team's two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import permissions
from forum.models import Event, Host
from forum.permissions import Right, TeamRequest
from registrations import emails, in_touch, wording
from registrations.forms.in_touch import InviteForm, RemoveForm, StayForm

PAGE = ["GET", "HEAD", "POST"]
_CHANGED = "The number has changed while you looked. Read it again, then press once more."


@require_http_methods(PAGE)
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """What is held of an address, and one press that ends it. Looking at it changes nothing."""
    found = in_touch.find(token)
    if found is None:
        return _not_on_it(request)
    form = StayForm(request.POST)
    notice = ""
    if request.method == "POST" and form.is_valid():
        if not form.says_yes:
            in_touch.leave(subscriber=found)
            return render(request, "registrations/stay_left.html", {"held": found})
        if not in_touch.renew(subscriber=found):
            return _not_on_it(request)
        found.refresh_from_db()
        notice = "Thank you. We go on writing to you, and ask again in two years."
    context = {
        "held": found,
        "words": wording.WORDINGS[found.wording].words,
        "now_words": wording.NEWS.words,
        "is_due": in_touch.is_due(found, timezone.now()),
        "notice": notice,
    }
    return render(request, "registrations/stay.html", context)


def _not_on_it(request: HttpRequest) -> HttpResponse:
    """The same for an address that left, and for a link that is cut or made up."""
    return render(request, "registrations/stay_gone.html", status=404)


@csrf_exempt
@require_http_methods(PAGE)
def leave_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The button of a mail program: it posts here without any page before (RFC 8058).

    Whoever has the link may leave, and can do nothing else. Somebody who opens it gets the page.
    """
    if not in_touch.is_ours(token):
        return _not_on_it(request)
    if request.method != "POST":
        return redirect("registrations:stay", token)
    if found := in_touch.find(token):
        in_touch.leave(subscriber=found)
    return HttpResponse("Nothing more is sent to this address.", content_type="text/plain")


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def invite(request: TeamRequest, event: Event) -> HttpResponse:
    """How many would be invited, what they would read, and one button with that number."""
    form = InviteForm(request.POST)
    words = ""
    if request.method == "POST":
        words = _CHANGED
        if form.is_valid():
            try:
                count = in_touch.invite(
                    event=event, expected=form.cleaned_data["count"], by=request.user
                )
            except in_touch.InviteError as error:
                words = error.words
            except in_touch.CountChangedError:
                words = _CHANGED
            else:
                messages.success(request, _invited(count))
                return redirect("registrations:invite", event.slug)
    why_not = in_touch.why_not(event, request.user)
    context = {
        "event": event,
        "host": event.lead_host,
        "words": "" if words == why_not else words,
        "why_not": why_not,
        "plan": None if why_not else in_touch.plan(event),
        "mail": None if why_not else emails.preview(event),
    }
    return render(request, "registrations/invite.html", context)


def _invited(count: int) -> str:
    return f"{count} invitation{' is' if count == 1 else 's are'} on the way."


@require_safe
@permissions.host_page(Right.SEE_CONTACT)
def in_touch_list(request: TeamRequest, host: Host) -> HttpResponse:
    """How many are on the host's list, since when, and how they came onto it."""
    return _list(request, host, RemoveForm())


@require_POST
@permissions.host_page(Right.RUN_HOST)
def remove_from_list(request: TeamRequest, host: Host) -> HttpResponse:
    """Take off an address that asked by telephone."""
    form = RemoveForm(request.POST)
    if form.is_valid():
        try:
            in_touch.remove(host=host, address=form.cleaned_data["email"], by=request.user)
        except in_touch.NotOnItError:
            form.add_error("email", "This address is not on the list. Check how it is written")
        else:
            messages.success(request, "The address is off the list. Nothing more is sent to it.")
            return redirect("registrations:in_touch", host.slug)
    return _list(request, host, form)


def _list(request: TeamRequest, host: Host, form: RemoveForm) -> HttpResponse:
    context = {
        "host": host,
        "form": form,
        "stands": in_touch.stands(host),
        "words": wording.NEWS.words,
        "runs_host": permissions.allows(request.roles, Right.RUN_HOST),
    }
    return render(request, "registrations/in_touch.html", context)
