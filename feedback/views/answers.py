"""O15: the team's pages of feedback: when people are asked, slips to print, and what they said."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback import boxes, closing, emails, results
from feedback.forms.box import CloseForm, PlanForm, SlipsForm
from feedback.models import BallotBox
from feedback.slips import pages_of
from forum import keys, permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@permissions.event_page(Right.SEE_RESULTS)
def answers(request: TeamRequest, event: Event) -> HttpResponse:
    """How the box stands; after closing, what came out of it."""
    box = _box(event)
    context: dict[str, Any] = {
        "event": event,
        "host": event.lead_host,
        "box": box,
        "may_edit": permissions.allows(request.roles, Right.EDIT_EVENT),
        "address": emails.address(event),
    }
    if box and box.is_open:
        context["is_locked"] = not keys.exists(event.id, "ballot")
    if box and box.is_closed:
        context["ratings"] = results.ratings(box)
        context["sessions"] = results.sessions(box)
        context["said"] = results.comments(box)
    return render(request, "feedback/answers.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def plan(request: TeamRequest, event: Event) -> HttpResponse:
    """From when until when people are asked, and whether codes are mailed."""
    box = _box(event)
    if _is_over(box):
        return redirect("feedback:answers", event.slug)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, event=event, box=box)
    if data is not None and form.is_valid():
        try:
            boxes.plan(event=event, by=request.user, **form.dates())
        except boxes.DatesError as error:
            form.add_error("closes_day", str(error))
        else:
            messages.success(request, "Saved. It opens and closes by itself.")
            return redirect("feedback:answers", event.slug)
    context = {"event": event, "host": event.lead_host, "box": box, "form": form}
    return render(request, "feedback/plan.html", context)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def open_now(request: TeamRequest, event: Event) -> HttpResponse:
    """Open a planned box before its time, as when slips are handed out in the last session."""
    box = _box(event)
    if box and not _is_over(box) and not event.is_draft and box.closes_at > timezone.now():
        boxes.open_box(box=box, by=request.user)
        messages.success(request, "Feedback is open. Whoever has a code can answer now.")
    return redirect("feedback:answers", event.slug)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def close(request: TeamRequest, event: Event) -> HttpResponse:
    """Say what closing means, then close for good."""
    box = _box(event)
    if box is None or not box.is_open:
        return redirect("feedback:answers", event.slug)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            lose = form.cleaned_data["lose"]
            closing.close(box=box, by=request.user, lose_what_is_locked=lose)
        except closing.KeyMissingError:
            form.add_error("lose", "The key is missing. Tick this only if it is lost for good.")
        else:
            return redirect("feedback:answers", event.slug)
    is_locked = not keys.exists(event.id, "ballot")
    context = {"event": event, "host": event.lead_host, "form": form, "is_locked": is_locked}
    return render(request, "feedback/close_answers.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def slips(request: TeamRequest, event: Event) -> HttpResponse:
    """How many; then the slips themselves, this once."""
    box = _box(event)
    if box is None or _is_over(box):
        return redirect("feedback:answers", event.slug)
    form = SlipsForm(request.POST if request.method == "POST" else None)
    context = {"event": event, "host": event.lead_host, "box": box, "form": form}
    if request.method == "POST" and form.is_valid():
        made = boxes.make_slips(box=box, count=form.cleaned_data["count"], by=request.user)
        typed = emails.address(event).partition("://")[2]  # browsers know the rest
        context |= {"pages": pages_of(event, made), "address": typed}
        return render(request, "feedback/slips_to_print.html", context)
    return render(request, "feedback/slips.html", context)


def _box(event: Event) -> BallotBox | None:
    return BallotBox.objects.filter(event=event).select_related("event").first()


def _is_over(box: BallotBox | None) -> bool:
    return box is not None and (box.is_closed or box.had_too_few)
