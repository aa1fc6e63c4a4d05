"""The people of an event, one person, and what the team can do for them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import languages, permissions
from forum.models import Event
from forum.models.people import Role
from forum.permissions import Right, TeamRequest
from forum.sealed import UnreadableError
from registrations import (
    booking,
    companions,
    finding,
    history,
    links,
    needs_words,
    own_answers,
    own_questions,
    places,
    tickets,
    waiting_list,
    words_to_give,
)
from registrations import needs as needs_of
from registrations import people as people_of
from registrations.forms.desk import AddPersonForm, FindForm
from registrations.models import Registration

PAGE = 25


@require_safe
@permissions.event_page(Right.SEE_PEOPLE)
def people(request: TeamRequest, event: Event) -> HttpResponse:
    """O7: who has a place, who waits, who cancelled; found by name, organisation or code."""
    tab = request.GET.get("show", "booked")
    form = FindForm(request.GET)
    found: Any = people_of.behind(tab, event)
    if form.text:
        found = finding.find(found, form.text).ids
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = finding.in_order(people_of.behind(tab, event), page) if form.text else page.object_list
    return render(
        request,
        "registrations/people.html",
        {
            "event": event,
            "host": event.lead_host,
            "tab": tab if tab in people_of.TABS or tab == people_of.RETURNED else "everyone",
            "counts": people_of.counts(event),
            "rules": places.rules_of(event),
            "find": form,
            "page": page,
            "next_count": min(PAGE, page.paginator.count - page.end_index()),
            "rows": people_of.listed(rows, event),
            "public_url": tickets.absolute(event.get_absolute_url()),
            "may_list": permissions.allows(request.roles, Right.MAKE_LISTS),
            **_rights(request.roles),
        },
    )


@require_safe
@permissions.event_page(Right.SEE_PEOPLE)
def person(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """O8: one person: state, history, what can be done. Contact and needs by right alone."""
    registration = _person(event, pk)
    return render(
        request,
        "registrations/person.html",
        {
            "event": event,
            "host": event.lead_host,
            "person": registration,
            "entry": registration.check_ins.filter(session=None).select_related("by").first(),
            "position": waiting_list.position(registration),
            "stand": places.counts(event),
            "history": history.of(registration, roles=request.roles),
            **_together(registration),
            "doubles": finding.same_phone(registration, event),
            "language": languages.name(registration.language),
            "own": own_answers.of_person(registration),
            "mail_came_back": people_of.mail_came_back(registration),
            "words": words_to_give.without_link(registration),
            **_rights(request.roles),
        },
    )


def _together(registration: Registration) -> dict[str, Any]:
    party = people_of.party_of(registration)
    is_alone = people_of.ALONE in people_of.together(registration, party)
    return {"party": [one for one in party if one != registration], "is_alone": is_alone}


def _rights(roles: frozenset[Role]) -> dict[str, bool]:
    return {
        "may_edit": permissions.allows(roles, Right.EDIT_EVENT),
        "may_see_contact": permissions.allows(roles, Right.SEE_CONTACT),
        "may_see_needs": permissions.allows(roles, Right.SEE_NEEDS),
        "may_check_in": permissions.allows(roles, Right.CHECK_IN),
    }


@require_POST
@permissions.event_page(Right.SEE_NEEDS)
def needs(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """What one person needs, written down each time before it is shown. Only by a button."""
    registration = _person(event, pk)
    try:
        answers = needs_of.read(registration=registration, by=request.user)
    except UnreadableError:
        answers = None
    return render(
        request,
        "registrations/person_needs.html",
        {
            "event": event,
            "host": event.lead_host,
            "person": registration,
            "is_readable": answers is not None,
            "parts": needs_words.parts(answers or {}, own_questions.of(event)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def add(request: TeamRequest, event: Event) -> HttpResponse:
    """Add a person who called, a guest, or a colleague who works at the event."""
    form = AddPersonForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            registration = booking.register(
                event=event,
                answers=form.answers(),
                kind=form.chosen_kind,
                with_whom=form.with_whom,
                by=request.user,
                press=form.press,
            )
        except booking.ClosedError as error:
            form.add_error(None, f"{error} Nobody can be added.")
        else:
            messages.success(request, _added(registration))
            return redirect("registrations:person", slug=event.slug, pk=registration.pk)
    context = {"event": event, "host": event.lead_host, "form": form, "stand": places.counts(event)}
    return render(request, "registrations/add_person.html", context)


def _added(registration: Registration) -> str:
    state = "has a place" if registration.has_a_place else "is on the waiting list"
    mail = " We are sending them their link." if registration.email else ""
    return f"{registration.badge_name} {state}. Their code is {registration.code}.{mail}"


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def cancel(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Cancel a person's booking for them, after one question."""
    registration = _person(event, pk)
    if request.method == "POST":
        booking.cancel(registration=registration, by=request.user)
        messages.success(request, f"The booking of {registration.badge_name} is cancelled.")
        return redirect("registrations:person", slug=event.slug, pk=pk)
    context = {
        "event": event,
        "host": event.lead_host,
        "person": registration,
        "others": companions.of(registration),
        "stand": places.counts(event),
    }
    return render(request, "registrations/cancel_person.html", context)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def resend(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Send the person their link again."""
    registration = _person(event, pk)
    try:
        links.send_again(registration=registration, by=request.user)
    except links.NoAddressError:
        messages.warning(request, "This person gave no email address, so no link was sent.")
    else:
        messages.success(request, f"We are sending {registration.badge_name} their link again.")
    return redirect("registrations:person", slug=event.slug, pk=pk)


def _person(event: Event, pk: uuid.UUID) -> Registration:
    """Somebody of this event and of no other; a form that was not finished is nobody yet."""
    people = people_of.everybody(event)
    found: Registration = get_object_or_404(people.select_related("organisation", "needs"), pk=pk)
    found.event = event
    return found
