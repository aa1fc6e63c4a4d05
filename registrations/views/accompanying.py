"""Somebody who comes along: named by a needs lead, answered by each of the two."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from forum.sealed import UnreadableError
from registrations import accompanying, needs, people, tickets
from registrations.forms.accompanying import CompanyAnswerForm, NameSomebodyForm
from registrations.models import Registration
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@permissions.event_page(Right.SEE_NEEDS)
def accompany(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Name somebody who could come along, or take it back; opening it is written down."""
    person = get_object_or_404(people.everybody(event).select_related("needs"), pk=pk)
    person.event = event
    calls_off = "call_off" in request.POST
    form = NameSomebodyForm(request.POST if "code" in request.POST else None, event=event)
    if request.method == "POST" and (calls_off or form.is_valid()):
        try:
            _name(request, person, None if calls_off else form.companion)
        except accompanying.CompanyError as error:
            if calls_off:
                messages.error(request, str(error))
            else:
                form.add_error(error.about or None, str(error))
        except UnreadableError:
            pass  # the page says so
        if not form.errors:
            return redirect("registrations:accompany", slug=event.slug, pk=pk)
    try:
        stand = accompanying.look_at(registration=person, by=request.user)
    except UnreadableError:
        stand = None
    context = {"event": event, "host": event.lead_host, "person": person, "form": form}
    return render(request, "registrations/company_lead.html", context | {"stand": stand})


def _name(request: TeamRequest, person: Registration, companion: Registration | None) -> None:
    if companion is None:
        accompanying.call_off(registration=person, by=request.user)
        messages.success(request, "Taken back. Both read that there is news on their page.")
        return
    accompanying.propose(registration=person, companion=companion, by=request.user)
    messages.success(request, "Both are asked on their booking pages, and told that there is news.")


@require_http_methods(PAGE)
@booking_page
def company(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Say yes or no to somebody, or take a yes back."""
    form = CompanyAnswerForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        said = form.cleaned_data
        try:
            is_agreed = accompanying.answer(
                registration=registration,
                other=said["other"],
                is_yes=form.is_yes,
                phone=said["phone"],
            )
        except accompanying.CompanyError as error:
            messages.error(request, str(error))
            return redirect(tickets.booking_path(registration))
        except UnreadableError:
            return page(request, "company", registration, {"is_unreadable": True}, status=503)
        return saved(request, registration, _said(form, is_agreed=is_agreed))
    try:
        answers = needs.own(registration)
    except UnreadableError:
        return page(request, "company", registration, {"is_unreadable": True})
    pairs = with_forms(registration, accompanying.of(registration, answers), form)
    return page(request, "company", registration, {"company": pairs, "form": form})


def _said(form: CompanyAnswerForm, *, is_agreed: bool) -> str:
    if not form.is_yes:
        return "Thank you for telling us. The other person is not told that it was you."
    if is_agreed:
        return "You both said yes. Their name stands on this page."
    return "Thank you. We tell you when the other person has answered."


def shown(registration: Registration) -> dict[str, Any]:
    """What the booking page shows of it: each pair with its buttons; nothing for most people."""
    try:
        answers = needs.own(registration)
    except UnreadableError:
        return {}
    if not registration.has_a_place or registration.event.is_over:
        return {}
    pairs = accompanying.of(registration, answers)
    return {
        "company": with_forms(registration, pairs),
        "company_is_over": accompanying.is_over(answers) and not pairs,
    }


def with_forms(
    registration: Registration,
    pairs: list[accompanying.Company],
    form: CompanyAnswerForm | None = None,
) -> list[tuple[accompanying.Company, CompanyAnswerForm]]:
    """Each pair with its buttons; the form that was sent keeps what was typed."""
    sent = form["other"].value() if form else ""
    return [
        (
            pair,
            form
            if form and sent == str(pair.other)
            else CompanyAnswerForm(
                other=pair.other, phone=pair.own_phone, known=registration.phone
            ),
        )
        for pair in pairs
    ]
