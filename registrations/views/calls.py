"""Whom to phone or text; what to say; and how somebody is reached, corrected."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import calls as calls_of
from registrations import contacts, words_to_give
from registrations import people as people_of
from registrations.forms.contacts import ContactForm
from registrations.models import Call, Registration

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@permissions.event_page(Right.SEE_CONTACT)
def calls(request: TeamRequest, event: Event) -> HttpResponse:
    """Who has a telephone and no mail, and what they should know; by a button with their links."""
    has_links = request.method == "POST"
    found = calls_of.open_calls(event, has_links=has_links)
    if has_links and found:
        words_to_give.note_links(event=event, by=request.user, count=len(found))
    context = {
        "event": event,
        "host": event.lead_host,
        "people": found,
        "has_links": has_links,
        "came_back": calls_of.came_back(event),
        "done": calls_of.lately_done(event),
        "may_edit": permissions.allows(request.roles, Right.EDIT_EVENT),
    }
    return render(request, "registrations/calls.html", context)


@require_POST
@permissions.event_page(Right.SEE_CONTACT)
def done(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Somebody was told."""
    call = _call(event, pk)
    calls_of.done(call=call, by=request.user)
    messages.success(request, f"{call.registration.badge_name} was told.")
    return redirect("registrations:calls", slug=event.slug)


@require_POST
@permissions.event_page(Right.SEE_CONTACT)
def undone(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """It was ticked by mistake."""
    call = _call(event, pk)
    calls_of.undone(call=call, by=request.user)
    messages.success(request, f"{call.registration.badge_name} is not marked as told any more.")
    return redirect("registrations:calls", slug=event.slug)


@require_POST
@permissions.event_page(Right.SEE_CONTACT)
def words(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """How one booking stands, to text or paste, with its private link; each look is recorded."""
    person = _person(event, pk)
    context = {
        "event": event,
        "host": event.lead_host,
        "person": person,
        "words": words_to_give.with_link(registration=person, by=request.user),
    }
    return render(request, "registrations/person_words.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def correct_contact(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Another address or number, after a mail came back or somebody called."""
    person = _person(event, pk)
    form = ContactForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        contacts.correct(registration=person, by=request.user, **form.answers())
        messages.success(request, f"Saved how to reach {person.badge_name}.")
        return redirect("registrations:person", slug=event.slug, pk=pk)
    context = {
        "event": event,
        "host": event.lead_host,
        "person": person,
        "form": form,
        "mail_came_back": people_of.mail_came_back(person),
    }
    return render(request, "registrations/correct_contact.html", context)


def _call(event: Event, pk: uuid.UUID) -> Call:
    found: Call = get_object_or_404(Call.objects.select_related("registration"), pk=pk, event=event)
    return found


def _person(event: Event, pk: uuid.UUID) -> Registration:
    people = people_of.everybody(event).select_related("helper", "with_whom")
    found: Registration = get_object_or_404(people, pk=pk)
    found.event = event
    return found
