"""One's own booking: see it, give it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import sealed
from registrations import (
    announcing,
    breakouts,
    companions,
    discreet,
    extras,
    handing_over,
    online,
    own_answers,
    own_calendar,
    summary,
    tickets,
    travel_claims,
)
from registrations import booking as booking_of
from registrations.emails import calendar_file
from registrations.forms.together import BackForm, WhoForm
from registrations.journey import Journey
from registrations.models import Registration
from registrations.views import accompanying as accompanying_of
from registrations.views import together
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page

PAGE = ["GET", "HEAD", "POST"]
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
        today = timezone.now().astimezone(event.zone).date()
        asked, is_unreadable = summary.asked_by(registration, today), False
    except sealed.UnreadableError:
        asked, is_unreadable = [], True
    there = extras.of(registration)
    journey = Journey(event, known=there.event)
    mine = breakouts.mine(registration, journey.rounds) if there.event.sessions else None
    context = {
        "journey": journey,
        "mine": mine,
        "room": online.room(registration),
        "team_messages": announcing.read_by(registration) if there.messages else [],
        "may_change": registration.may_change(timezone.now()),
        "asked": asked,
        "travel_words": travel_claims.told_to(registration) if event.is_over else "",
        **accompanying_of.shown(registration),
        "own": own_answers.of_person(registration) if there.event.own_questions else [],
        "is_unreadable": is_unreadable,
        "photo": _PHOTO[registration.photo],
        "has_agreed": there.has_agreed,
        "has_sessions": own_calendar.has_any(mine),
        "may_hand_over": handing_over.is_thinkable(registration),
        "back_together": companions.gave_back_together(registration),
        **together.shown(registration, speaks_for_others=there.company),
        "may_restore": registration.is_cancelled
        and not booking_of.why_not_restore(registration, event, timezone.now()),
        "by_the_team": registration.is_cancelled
        and booking_of.was_cancelled_by_the_team(registration),
        "qr": tickets.qr_svg(tickets.absolute(tickets.ticket_path(registration))),
        "calendar": discreet.calendar_links(registration),
    }
    return page(request, "booking", registration, context)


@require_http_methods(PAGE)
@booking_page
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Give the place back: asked once, without reasons."""
    if not registration.may_change(timezone.now()):
        return redirect(tickets.booking_path(registration))
    others = companions.of(registration)
    data = request.POST if request.method == "POST" else None
    form = WhoForm(data) if others else None
    if data is not None and (form is None or form.is_valid()):
        everyone = form is not None and form.is_everyone
        booking_of.cancel(registration=registration, everyone=everyone)
        return redirect(tickets.booking_path(registration))
    context = {
        "may_hand_over": handing_over.is_thinkable(registration),
        "form": form,
        "others": others,
    }
    return page(request, "cancel", registration, context)


@require_POST
@booking_page
def restore(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take one's own cancellation back: a place while one is free, else the waiting list."""
    try:
        everyone = BackForm(request.POST).is_everyone
        booking_of.restore(registration=registration, everyone=everyone)
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
