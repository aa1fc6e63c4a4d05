"""What every page of one's own booking is shown with."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registrations import discreet, tickets
from registrations.journey import Journey
from registrations.models import Registration


def page(
    request: HttpRequest,
    name: str,
    registration: Registration,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of a booking, with its event, its host and the way back."""
    journey = Journey(registration.event)
    if registration.keeps_quiet and registration.answer_reason:  # to show, never to save
        names = discreet.names_of(registration.event)
        registration.answer_reason = discreet.without(names, registration.answer_reason)
    everywhere = {
        "registration": registration,
        **discreet.page(registration.event, is_quiet=registration.keeps_quiet),
        "journey": journey,
        "token": tickets.token(registration.id, "booking", registration.link_version),
        "back": tickets.booking_path(registration),
    }
    shown = {**everywhere, **context}
    return render(request, f"registrations/{name}.html", shown, status=status)


def saved(request: HttpRequest, registration: Registration, words: str) -> HttpResponse:
    """Back to the booking, which says what was done."""
    messages.success(request, words)
    return redirect(tickets.booking_path(registration))
