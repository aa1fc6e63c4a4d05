"""Complaining about an event, for anybody; reading and answering complaints, for its owners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import by_hand, keys, permissions, tries
from forum import complaints as complaints_of
from forum.forms.complaints import AnsweredForm, ComplaintForm
from forum.models import Complaint, Event
from forum.permissions import Right, TeamRequest
from forum.sealed import UnreadableError
from forum.views import errors

# In ten minutes from one network address: a hall full of people may share one.
_MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong, without an account."""
    event = _reachable(slug)
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and by_hand.is_valid(request, form):
        return _made(request, event, form)
    return _page(request, "complain", event, {"form": form})


def _made(request: HttpRequest, event: Event, form: ComplaintForm) -> HttpResponse:
    """Keep the complaint, or say why not and give back what was typed."""
    if not tries.may_try(what="complaint", value=tries.address_of(request), most=_MOST):
        return _page(request, "complain_wait", event, errors.again(request), status=429)
    try:
        made = complaints_of.make(event=event, **form.cleaned_data)
    except keys.KeyUnavailableError:
        return _page(request, "complain_shut", event, errors.again(request), status=503)
    return redirect("forum:complained", slug=event.slug, pk=made.pk)


@require_safe
def complained(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The reference and the day of the answer; nothing of what was said."""
    event = _reachable(slug)
    found = get_object_or_404(Complaint.objects.defer("said"), event=event, pk=pk)
    found.event = event
    return _page(request, "complained", event, {"complaint": found})


def _reachable(slug: str) -> Event:
    reachable = Event.objects.reachable().prefetch_related("event_hosts__host")
    found: Event = get_object_or_404(reachable, slug=slug)
    return found


@require_safe
@permissions.event_page(Right.RUN_HOST)
def complaints(request: TeamRequest, event: Event) -> HttpResponse:
    """Which complaints there are, and by when each is answered; not what they say."""
    rows = event_complaints(event)
    now = timezone.now()
    context = {
        "waiting": [(row, row.is_overdue(now)) for row in rows if row.answered_at is None],
        "answered": [row for row in rows if row.answered_at],
    }
    return _page(request, "complaints", event, context)


def event_complaints(event: Event) -> list[Complaint]:
    """The complaints of an event, sealed, first those made first; one query."""
    rows = list(Complaint.objects.filter(event=event).select_related("answered_by").defer("said"))
    for row in rows:
        row.event = event
    return rows


@require_POST
@permissions.event_page(Right.RUN_HOST)
def read(request: TeamRequest, event: Event, pk: UUID) -> HttpResponse:
    """One complaint, written down each time before it is shown. Only by a button."""
    complaint = _of(event, pk)
    return _shown(request, complaint, _answered(complaint))


@require_POST
@permissions.event_page(Right.RUN_HOST)
def answer(request: TeamRequest, event: Event, pk: UUID) -> HttpResponse:
    """Mark a complaint as answered, with the day."""
    complaint = _of(event, pk)
    form = _answered(complaint, request.POST)
    if not form.is_valid():
        return _shown(request, complaint, form)
    complaints_of.answer(complaint=complaint, by=request.user, on=form.cleaned_data["on"])
    messages.success(request, f"{complaint.reference} is marked as answered.")
    return redirect("forum:complaints", slug=event.slug)


def _of(event: Event, pk: UUID) -> Complaint:
    rows = Complaint.objects.select_related("answered_by")
    found: Complaint = get_object_or_404(rows, event=event, pk=pk)
    found.event = event
    return found


def _answered(complaint: Complaint, data: Any = None) -> AnsweredForm:
    zone = complaint.event.zone
    made_on = complaint.made_at.astimezone(zone).date()
    return AnsweredForm(data, made_on=made_on, today=timezone.now().astimezone(zone).date())


def _shown(request: TeamRequest, complaint: Complaint, form: AnsweredForm) -> HttpResponse:
    try:
        said = complaints_of.read(complaint=complaint, by=request.user)
    except UnreadableError:
        said = None
    context = {
        "complaint": complaint,
        "is_overdue": complaint.is_overdue(timezone.now()),
        "said": said,
        "form": form,
    }
    return _page(request, "complaint", complaint.event, context)


def _page(
    request: HttpRequest, name: str, event: Event, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    everywhere = {"event": event, "host": event.lead_host}
    return render(request, f"forum/{name}.html", everywhere | context, status=status)
