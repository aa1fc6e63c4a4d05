"""Who comes with somebody, on that person's own page: see them, add one, print a slip for each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import keys
from registrations import booking as booking_of
from registrations import companions, helping, places, tickets
from registrations.forms.answers import AnswersForm
from registrations.forms.desk import PressForm
from registrations.journey import Journey
from registrations.models import Registration
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page, unreadable

_NO_ROOM = (
    "{name} is on the waiting list: no place is free for them now. Your own place stays. "
    "We write to you when a place is free for {name}."
)
_ADDED = "{name} comes with you."
_TO_ANSWER = "{name} is entered, and has no place until the team says yes."
_ALL_WAIT = "{name} waits together with you: you get all the places or none."


def shown(registration: Registration, *, speaks_for_others: bool) -> dict[str, Any]:
    """What a booking page tells of who comes together; at most one query more."""
    listed_ones = listed(registration) if speaks_for_others else []
    people = [one.person for one in listed_ones]
    may_change = registration.may_change(timezone.now()) and registration.event.is_open
    there = [one for one in people if not one.is_cancelled]
    return {
        "with_me": listed_ones,
        "with_me_now": there,
        "my_first": registration.with_whom if registration.through_first else None,
        "may_add": may_change and not booking_of.why_not_add(registration, there),
    }


def listed(registration: Registration) -> list[helping.Listed]:
    """Those for whom the person speaks, each with how they stand and their own page."""
    return [helping.Listed(one) for one in companions.everyone(registration)]


@require_http_methods(["GET", "HEAD", "POST"])
@booking_page
def add(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Add one who comes along: a place while one is free, else the waiting list."""
    event = registration.event
    if words := _why_not(registration):
        return page(request, "together_closed", registration, {"words": words})
    if not keys.exists(event.id, "needs"):
        return unreadable(request, event, is_quiet=registration.keeps_quiet)
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(
        data,
        journey=Journey(event),
        parts=["together"],
        answers={companions.HOW_MANY: "1", "is_discreet": registration.is_discreet},
    )
    press = PressForm(data) if data and data.get("scan_id") else PressForm()
    if data is not None and form.is_valid():
        try:
            added = booking_of.add_companion(
                first=registration, answers=form.given(), press=PressForm(data).press
            )
        except (booking_of.ClosedError, booking_of.TogetherError) as error:
            return page(request, "together_closed", registration, {"words": str(error)})
        return saved(request, registration, _said(registration, added))
    context = {"form": form, "press": press, "is_full": places.counts(event).is_full}
    return page(request, "together_add", registration, context)


@require_safe
@booking_page
def slips(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A slip of paper for the person and for each who comes with them."""
    if registration.is_cancelled:
        return redirect(tickets.booking_path(registration))
    everybody = [registration, *companions.of(registration)]
    sheets = helping.slips(helping.People([helping.Listed(one) for one in everybody]))
    return page(request, "slips", registration, {"sheets": sheets})


def _why_not(registration: Registration) -> str:
    if why := booking_of.why_closed(registration.event):
        return why.value
    return booking_of.why_not_add(registration, companions.of(registration))


def _said(first: Registration, added: Registration) -> str:
    words = _ADDED
    if added.is_waiting:
        words = _NO_ROOM if first.has_a_place else _ALL_WAIT
    elif added.is_awaiting:
        words = _TO_ANSWER
    return words.replace("{name}", added.badge_name)
