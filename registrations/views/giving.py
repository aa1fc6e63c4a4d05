"""Giving places: by which rules, to whom the team says yes, and a place given by hand."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import approving, people, place_log, place_words, places, waiting_list
from registrations import place_rules as rules_of
from registrations.forms.desk import GivePlaceForm
from registrations.forms.place_rules import DeclineForm, PlaceRulesForm
from registrations.models import Registration
from registrations.models.registrations import ContactBy, State

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def place_rules(request: TeamRequest, event: Event) -> HttpResponse:
    """O9: the rules in words and as a form, and what became of each place so far."""
    is_ahead = not (event.is_cancelled or event.is_over)
    rules = places.rules_of(event)
    data = request.POST if request.method == "POST" and is_ahead else None
    form = PlaceRulesForm(data, event=event, rules=rules)
    if form.is_valid():
        rules_of.choose(event=event, rules=form.chosen(), by=request.user)
        messages.success(request, "These rules are kept. Free places are given by them.")
        return redirect("registrations:place_rules", slug=event.slug)
    context = {
        "event": event,
        "host": event.lead_host,
        "is_ahead": is_ahead,
        "form": form,
        "order": place_words.order(rules, event),
        "stand": places.counts(event, rules),
        "counts": people.counts(event),
        "log": place_log.of(event),
    }
    return render(request, "registrations/place_rules.html", context)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def answer(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Say yes or no to a booking; a no has a reason, which the person reads."""
    person = _person(event, pk)
    says_no = "no" in request.POST
    form = DeclineForm(request.POST if says_no else None)
    if request.method == "POST" and (not says_no or form.is_valid()):
        try:
            messages.success(request, _answered(request, person, form))
        except approving.AnswerError as error:
            messages.warning(request, error.words)
        return redirect("registrations:person", slug=event.slug, pk=pk)
    together = waiting_list.together_with(person, State.AWAITING).count()
    context = {"form": form, "together": together, "rules": places.rules_of(event)}
    return _page(request, "answer_person", person, context)


def _answered(request: TeamRequest, person: Registration, form: DeclineForm) -> str:
    """Write the answer and say what became of it."""
    if form.is_bound:
        reason = form.cleaned_data["reason"]
        approving.decline(registration=person, by=request.user, reason=reason)
        return f"You said no to {person.badge_name}. {_told(person)}"
    approving.approve(registration=person, by=request.user)
    stands = "has a place" if person.has_a_place else "is on the waiting list: all places are taken"
    return f"{person.badge_name} {stands}. {_told(person)}"


def _told(person: Registration) -> str:
    if person.email:
        return "We are telling them by email."
    if person.contact_by == ContactBy.PAGE:
        return "They read it on their booking page: they gave no way to reach them."
    return "They gave no email, so tell them yourself."


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def give_place(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Give a free place to somebody who waits; passing over others needs a reason."""
    person = _person(event, pk)
    needs_a_reason = waiting_list.needs_a_reason(person)
    form = GivePlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            waiting_list.give_place(registration=person, by=request.user, reason=reason)
        except waiting_list.ReasonError as error:
            form.add_error("reason", str(error))
        except waiting_list.NoPlaceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{person.badge_name} has a place now.")
            return redirect("registrations:person", slug=event.slug, pk=pk)
    context = {
        "form": form,
        "needs_a_reason": needs_a_reason,
        "position": waiting_list.position(person),
        "together": waiting_list.together_with(person, person.state).count(),
    }
    return _page(request, "give_place", person, context)


def _person(event: Event, pk: uuid.UUID) -> Registration:
    """Somebody of this event and of no other."""
    everybody = people.everybody(event).select_related("organisation")
    found: Registration = get_object_or_404(everybody, pk=pk)
    found.event = event
    return found


def _page(
    request: TeamRequest, name: str, person: Registration, context: dict[str, Any]
) -> HttpResponse:
    event = person.event
    everywhere = {"event": event, "host": event.lead_host, "person": person}
    shown = {**everywhere, "stand": places.counts(event), **context}
    return render(request, f"registrations/{name}.html", shown)
