"""The team's own messages: write one, look at it, send it now or later, see what became of it."""

import uuid
from typing import Any

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import dates, permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import announcing, calls
from registrations.announcing import review as reviewing
from registrations.forms.messages import LaterForm, MessageForm, SeenForm
from registrations.models import Announcement
from registrations.models.messages import AnnouncementState

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def messages(request: TeamRequest, event: Event) -> HttpResponse:
    """O12: what is written, what leaves later, what was sent and what became of it."""
    to_call = len(calls.open_calls(event))
    return _page(request, "messages", event, to_call=to_call, **reviewing.overview(event))


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def write(request: TeamRequest, event: Event) -> HttpResponse:
    """Begin a message: nobody gets it before somebody has looked at it."""
    form = MessageForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        written = announcing.write(event=event, said=form.said(), by=request.user)
        return redirect("registrations:review_message", event.slug, written.pk)
    shut = announcing.is_shut(event, timezone.now())
    return _page(request, "write_message", event, form=form, is_shut=shut)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def edit(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    written = _message(event, pk)
    if written.state != AnnouncementState.DRAFT:
        return redirect("registrations:review_message", event.slug, pk)
    data = request.POST if request.method == "POST" else None
    form = MessageForm(data, event=event, announcement=written)
    if request.method == "POST" and form.is_valid():
        try:
            announcing.edit(announcement=written, said=form.said(), by=request.user)
        except announcing.NotADraftError:
            form.add_error(None, "Somebody sent it meanwhile, or it leaves by itself now.")
        else:
            return redirect("registrations:review_message", event.slug, pk)
    return _page(request, "write_message", event, form=form, written=written)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def review(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Look at it as one of those who get it, with how many they are, before it leaves."""
    return _review(request, event, _message(event, pk), LaterForm(event=event))


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def send(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Send it now, to as many as the page said."""
    written = _message(event, pk)
    seen = SeenForm(request.POST).seen
    try:
        count = announcing.send(announcement=written, seen=seen, by=request.user)
    except announcing.RefusedError as error:
        return _not_yet(request, event, pk, error)
    if count:
        notices.success(request, f"It is on its way to {_people(count)}.")
    else:
        notices.info(request, "It was sent already. Nobody gets it twice.")
    return redirect("registrations:message", event.slug, pk)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def schedule(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Let it leave at a day and hour."""
    written = _message(event, pk)
    form, seen = LaterForm(request.POST, event=event), SeenForm(request.POST).seen
    if not form.is_valid():
        return _review(request, event, written, form)
    try:
        announcing.schedule(announcement=written, at=form.at, seen=seen, by=request.user)
    except announcing.ChangedError as error:
        return _not_yet(request, event, pk, error)
    except announcing.RefusedError as error:
        form.add_error("day", error.words)
        return _review(request, event, written, form)
    day, clock = dates.day(form.at, event.zone), dates.clock(form.at, event.zone)
    notices.success(request, f"“{written.subject}” leaves on {day}, {clock}.")
    return redirect("registrations:messages", event.slug)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def call_off(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Make a draft again of what was to leave later."""
    try:
        announcing.call_off(announcement=_message(event, pk), by=request.user)
    except announcing.RefusedError as error:
        return _not_yet(request, event, pk, error)
    notices.success(request, "It does not leave by itself any more. It is a draft.")
    return redirect("registrations:review_message", event.slug, pk)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def test(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Send it to oneself."""
    announcing.test_to(announcement=_message(event, pk), to=request.user)
    notices.success(request, f"A test is on its way to {request.user.email}.")
    return redirect("registrations:review_message", event.slug, pk)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def delete(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Ask once, then throw a draft away."""
    written = _message(event, pk)
    if request.method != "POST":
        return _page(request, "delete_message", event, written=written)
    try:
        announcing.delete(announcement=written, by=request.user)
    except announcing.NotADraftError:
        notices.warning(request, "Only a draft can be deleted, and this is none any more.")
        return redirect("registrations:review_message", event.slug, pk)
    notices.success(request, f"“{written.subject}” is deleted. Nobody got it.")
    return redirect("registrations:messages", event.slug)


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def message(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """One that was sent: to whom, how it stands, whose mail came back."""
    written = _message(event, pk)
    if written.state != AnnouncementState.SENT:
        return redirect("registrations:review_message", event.slug, pk)
    return _page(request, "message", event, **reviewing.sent(written))


def _message(event: Event, pk: uuid.UUID) -> Announcement:
    rows = Announcement.objects.select_related("by")
    found: Announcement = get_object_or_404(rows, pk=pk, event=event)
    found.event = event
    return found


def _review(
    request: TeamRequest, event: Event, written: Announcement, later: LaterForm
) -> HttpResponse:
    if written.state == AnnouncementState.SENT:
        return redirect("registrations:message", event.slug, written.pk)
    looked = reviewing.look(written, request.GET.get("as", ""))
    # Two buttons send it, so that no id may stand on the page.
    seen = SeenForm(
        auto_id=False,
        initial={"count": looked["reach"].total, "written": written.touched_at.isoformat()},
    )
    return _page(request, "review_message", event, form=later, seen=seen, **looked)


def _not_yet(
    request: TeamRequest, event: Event, pk: uuid.UUID, error: announcing.RefusedError
) -> HttpResponse:
    notices.warning(request, error.words)
    return redirect("registrations:review_message", event.slug, pk)


def _page(request: TeamRequest, name: str, event: Event, **context: Any) -> HttpResponse:
    everywhere = {"event": event, "host": event.lead_host}
    return render(request, f"registrations/{name}.html", everywhere | context)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
