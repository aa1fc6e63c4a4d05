"""One's own booking: see it, change it, give it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import sealed
from registrations import booking as booking_of
from registrations import (
    breakouts,
    consenting,
    discreet,
    drafts,
    handing_over,
    needs,
    own_calendar,
    summary,
    tickets,
)
from registrations.emails import calendar_file
from registrations.forms.answers import AnswersForm, EraseForm
from registrations.forms.parts import PARTS
from registrations.journey import Journey
from registrations.models import Registration
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page, unreadable

PAGE = ["GET", "HEAD", "POST"]
_ENDED = " The link in your old mailbox has stopped working. Keep the address of this page."
_PHOTO = {
    "no": "No photos of you",
    "unrecognisable": "Only photos in which nobody could recognise you",
    "yes": "You can be in photos",
}


@require_safe
@booking_page
def booking(request: HttpRequest, registration: Registration) -> HttpResponse:
    """P15: the state in words, what to show at the door, what was asked for."""
    event = registration.event
    try:
        asked, is_unreadable = summary.asked(needs.own(registration)), False
    except sealed.UnreadableError:
        asked, is_unreadable = [], True
    journey = Journey(event)
    mine = breakouts.mine(registration, journey.rounds)
    context = {
        "journey": journey,
        "mine": mine,
        "may_change": registration.may_change(timezone.now()),
        "asked": asked,
        "is_unreadable": is_unreadable,
        "photo": _PHOTO[registration.photo],
        "has_agreed": consenting.has_agreed(registration),
        "has_sessions": own_calendar.has_any(mine),
        "may_hand_over": handing_over.is_thinkable(registration),
        "may_restore": registration.is_cancelled
        and not booking_of.why_not_restore(registration, event, timezone.now()),
        "by_the_team": booking_of.was_cancelled_by_the_team(registration),
        "qr": tickets.qr_svg(tickets.absolute(tickets.ticket_path(registration))),
        "calendar": discreet.calendar_links(registration),
    }
    return page(request, "booking", registration, context)


@require_http_methods(PAGE)
@booking_page
def change(request: HttpRequest, registration: Registration, step: str) -> HttpResponse:
    """The page of the form again, filled in; what is saved counts at once."""
    journey = Journey(registration.event)
    if not registration.may_change(timezone.now()):
        return redirect(tickets.booking_path(registration))
    if step == "sessions" and not journey.rounds and breakouts.is_closed(journey.event):
        return saved(request, registration, breakouts.CLOSED)
    if not journey.can_change(step):
        raise Http404
    answers = _answers(registration, step)
    if answers is None:
        return unreadable(request, registration.event, is_quiet=registration.keeps_quiet)
    data = request.POST if request.method == "POST" else None
    if data is not None and EraseForm(data).wants_it:
        booking_of.erase_needs(registration=registration)
        return saved(request, registration, "We have erased what you told us about needs.")
    form = AnswersForm(data, journey=journey, parts=[step], answers=answers, is_change=True)
    if data is not None and form.is_valid() and (words := _changed(registration, form)):
        return saved(request, registration, words)
    context = {
        "form": form,
        "step": step,
        "heading": PARTS[step].heading,
        "purposes": journey.purposes(step),
        "may_erase": bool(form.kinds) and needs.given(answers),
        "erase": EraseForm(initial={"erase": True}),
    }
    return page(request, "change", registration, context)


def _answers(registration: Registration, step: str) -> dict[str, Any] | None:
    """The answers as this page of the form takes them; None when no key opens what it asks."""
    try:
        answers = summary.given(registration)
    except sealed.UnreadableError:
        if Journey(registration.event).needs_in(step):
            return None
        answers = summary.given_in_the_open(registration)
    if step == "sessions":
        answers[drafts.CHOICES] = breakouts.wishes_of(registration)
    return answers


def _changed(registration: Registration, form: AnswersForm) -> str:
    """Write the change and say so; nothing when a session was cancelled in this very moment."""
    version = registration.link_version
    try:
        booking_of.change(registration=registration, answers=form.given())
    except breakouts.ChoiceError as error:
        form.add_error(None, error.words)
        return ""
    return f"Your change is saved.{'' if registration.link_version == version else _ENDED}"


@require_http_methods(PAGE)
@booking_page
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Give the place back: asked once, without reasons."""
    if not registration.may_change(timezone.now()):
        return redirect(tickets.booking_path(registration))
    if request.method == "POST":
        booking_of.cancel(registration=registration)
        return redirect(tickets.booking_path(registration))
    may_hand_over = handing_over.is_thinkable(registration)
    return page(request, "cancel", registration, {"may_hand_over": may_hand_over})


@require_POST
@booking_page
def restore(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take one's own cancellation back: a place while one is free, else the waiting list."""
    try:
        booking_of.restore(registration=registration)
    except booking_of.RestoreError as error:
        messages.error(request, error.words)
    else:
        return saved(request, registration, "Your booking is back.")
    return redirect(tickets.booking_path(registration))


@require_safe
@booking_page
def calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The booking for the person's own calendar; for a cancelled one, the entry's end."""
    method = "CANCEL" if registration.is_cancelled else "PUBLISH"
    return _calendar(calendar_file(registration, method=method), "booking.ics", method)


@require_safe
@booking_page
def sessions(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The person's own sessions for their calendar; for whoever has a place."""
    if not registration.has_a_place:
        raise Http404
    return _calendar(own_calendar.of(registration), "sessions.ics", "PUBLISH")


def _calendar(file: bytes, name: str, method: str) -> HttpResponse:
    return HttpResponse(
        file,
        content_type=f"text/calendar; charset=utf-8; method={method}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
