"""A place that is offered: take it or let it go. Looking at the page changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from forum.models import Event
from registrations import place_log, tickets, waiting_list
from registrations.forms.offers import LetGoForm
from registrations.models import Registration
from registrations.models.registrations import State
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page

_GONE = "The place went to the next person. You are still on the list."
_STAYED = "You let this place go. You are still on the waiting list, where you stood."


@require_http_methods(["GET", "HEAD", "POST"])
@booking_page
def offer(request: HttpRequest, registration: Registration) -> HttpResponse:
    """P16: the day, the deadline in words, and two buttons; without an offer, what became of it."""
    form = LetGoForm(request.POST if "let_go" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _answer(request, registration, form)
    if registration.holds_an_offer and not _is_off(registration.event):
        together = list(waiting_list.together_with(registration, State.OFFERED))
        spoken_for = [one for one in together if one.through_first and one != registration]
        context = {
            "form": form,
            "together": len(together),
            "names": [one.badge_name for one in spoken_for if one.with_whom_id == registration.id],
            "first": registration.with_whom if registration.through_first else None,
        }
        return page(request, "offer", registration, context)
    if _has_gone(registration):
        return page(request, "offer_gone", registration, {"words": _GONE})
    return redirect(tickets.booking_path(registration))


def _has_gone(registration: Registration) -> bool:
    """Whether a place was held for somebody who still waits; an offer whose time is over is one."""
    if _is_off(registration.event):
        return False
    waits_on = registration.is_waiting and place_log.was_offered(registration)
    return registration.is_offered or waits_on


def _is_off(event: Event) -> bool:
    return event.is_cancelled or event.is_over


def _answer(request: HttpRequest, registration: Registration, form: LetGoForm) -> HttpResponse:
    """Do what the button said; when that is no longer possible, say why."""
    try:
        if not form.is_bound:
            waiting_list.accept(registration=registration)
            return redirect(tickets.booking_path(registration))
        waiting_list.let_go(registration=registration, stays=form.stays)
    except waiting_list.NoOfferError as error:
        return page(request, "offer_gone", registration, {"words": error.words})
    if form.stays:
        return saved(request, registration, _STAYED)
    return redirect(tickets.booking_path(registration))
