"""Help with travel: the list, one claim, and the sheet for paying in cash."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from forum.sealed import UnreadableError
from registrations import people, retention
from registrations import travel_claims as travel
from registrations.forms.travel import BookForm, DecideForm, PayForm
from registrations.models import Registration


@require_safe
@permissions.event_page(Right.SEE_NEEDS)
def travel_claims(request: TeamRequest, event: Event) -> HttpResponse:
    """Who asked for help with travel and what came of it; opening it is written down."""
    return _listed(request, event, "travel_claims", travel.sheet)


@require_safe
@permissions.event_page(Right.SEE_NEEDS)
def cash_sheet(request: TeamRequest, event: Event) -> HttpResponse:
    """The paper for paying in cash on the day; opening it is written down."""
    return _listed(request, event, "cash_sheet", travel.cash)


def _listed(request: TeamRequest, event: Event, name: str, found: Any) -> HttpResponse:
    try:
        sheet = found(event=event, by=request.user)
    except UnreadableError:
        sheet = None
    context = {
        "event": event,
        "host": event.lead_host,
        "sheet": sheet,
        "now": timezone.now(),
        "erased_on": retention.travel_erased_on(event),
    }
    return render(request, f"registrations/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_NEEDS)
def travel_claim(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """One claim: answer it, note the ticket, note the payment or take it back."""
    person = get_object_or_404(people.everybody(event).select_related("needs"), pk=pk)
    person.event = event
    given = _forms(request)
    form = given.get(request.POST.get("do", "")) if request.method == "POST" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _do(person, request, form)
        except travel.ClaimError as error:
            if form is None:
                messages.error(request, str(error))
            else:
                form.add_error(error.about if error.about in form.fields else None, str(error))
        if form is None or not form.errors:
            return redirect("registrations:travel_claim", slug=event.slug, pk=pk)
    context: dict[str, Any] = {
        "event": event,
        "host": event.lead_host,
        "person": person,
        "line": None,
    }
    try:
        context["line"] = line = travel.look_at(registration=person, by=request.user)
    except UnreadableError:
        return render(request, "registrations/travel_claim.html", context)
    shown = {
        "decide": DecideForm(claim=line.claim),
        "book": BookForm(claim=line.claim),
        "pay": PayForm(),
        **({request.POST["do"]: form} if form else {}),
    }
    context |= {"forms": shown, "form": form, "told": travel.told(line.claim) if line.claim else ""}
    return render(request, "registrations/travel_claim.html", context)


def _forms(request: TeamRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    data = request.POST
    return {"decide": DecideForm(data), "book": BookForm(data), "pay": PayForm(data)}


def _do(person: Registration, request: TeamRequest, form: Any) -> None:
    """The deed that the form asks for, and what is said of it."""
    given: Any = {"registration": person, "by": request.user}
    if form is None:
        travel.take_back_payment(**given)
        messages.success(request, "The payment is taken back. It counts as not paid.")
    elif isinstance(form, BookForm):
        travel.book(reference=form.cleaned_data["reference"], **given)
        messages.success(request, "The ticket is noted, and they can read its reference.")
    elif isinstance(form, PayForm):
        travel.pay(amount=form.cleaned_data["amount"], **given)
        messages.success(request, f"Noted: {travel.pounds(form.cleaned_data['amount'])} paid.")
    elif form.cleaned_data["answer"] == "no":
        travel.refuse(words=form.cleaned_data["words"], **given)
        messages.success(request, "You said no. They read your words on their booking page.")
    else:
        said = form.cleaned_data
        travel.approve(how=said["answer"], up_to=said["up_to"], **given)
        messages.success(request, "You said yes. They read it on their booking page.")
