"""One's own booking: see it, change it, give it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import ical, sealed
from registrations import booking as booking_of
from registrations import breakouts, drafts, needs, summary, tickets
from registrations.emails import calendar_file
from registrations.forms.answers import AnswersForm, EraseForm
from registrations.forms.parts import PARTS
from registrations.journey import Journey
from registrations.models import Registration
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
    context = {
        "journey": journey,
        "mine": breakouts.mine(registration, journey.rounds),
        "may_change": registration.may_change(timezone.now()),
        "asked": asked,
        "is_unreadable": is_unreadable,
        "photo": _PHOTO[registration.photo],
        "by_the_team": booking_of.was_cancelled_by_the_team(registration),
        "qr": tickets.qr_svg(tickets.absolute(tickets.ticket_path(registration))),
        "calendar": ical.calendar_links(event),
    }
    return _page(request, "booking", registration, context)


@require_http_methods(PAGE)
@booking_page
def change(request: HttpRequest, registration: Registration, step: str) -> HttpResponse:
    """The page of the form again, filled in; what is saved counts at once."""
    journey = Journey(registration.event)
    if not registration.may_change(timezone.now()):
        return redirect(tickets.booking_path(registration))
    if step == "sessions" and not journey.rounds and breakouts.is_closed(journey.event):
        return _saved(request, registration, breakouts.CLOSED)
    if step not in journey.parts or (step == "sharing" and "photo" not in journey.asks):
        raise Http404
    answers = _answers(registration, step)
    if answers is None:
        return unreadable(request, registration.event)
    data = request.POST if request.method == "POST" else None
    if data is not None and EraseForm(data).wants_it:
        booking_of.erase_needs(registration=registration)
        return _saved(request, registration, "We have erased what you told us about needs.")
    form = AnswersForm(data, journey=journey, parts=[step], answers=answers, is_change=True)
    if data is not None and form.is_valid() and (words := _changed(registration, form)):
        return _saved(request, registration, words)
    context = {
        "form": form,
        "step": step,
        "heading": PARTS[step].heading,
        "purposes": journey.purposes(step),
        "may_erase": bool(form.kinds) and needs.given(answers),
        "erase": EraseForm(initial={"erase": True}),
    }
    return _page(request, "change", registration, context)


def _answers(registration: Registration, step: str) -> dict[str, Any] | None:
    """The answers as this page of the form takes them; None when no key opens what it asks."""
    try:
        answers = summary.given(registration)
    except sealed.UnreadableError:
        if step in ("food", "support"):
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
    return _page(request, "cancel", registration, {})


@require_safe
@booking_page
def calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The booking for the person's own calendar; for a cancelled one, the entry's end."""
    method = "CANCEL" if registration.is_cancelled else "PUBLISH"
    file = calendar_file(registration, method=method)
    return HttpResponse(
        file,
        content_type=f"text/calendar; charset=utf-8; method={method}",
        headers={"Content-Disposition": 'attachment; filename="booking.ics"'},
    )


def _saved(request: HttpRequest, registration: Registration, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(tickets.booking_path(registration))


def _page(
    request: HttpRequest, name: str, registration: Registration, context: dict[str, Any]
) -> HttpResponse:
    journey = Journey(registration.event)
    everywhere = {
        "registration": registration,
        "event": journey.event,
        "host": journey.host,
        "journey": journey,
        "token": tickets.token(registration.id, "booking", registration.link_version),
        "back": tickets.booking_path(registration),
    }
    return render(request, f"registrations/{name}.html", {**everywhere, **context})
