"""What is held about oneself: hand the place over, consents on and off, download, delete."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import dates, sealed
from registrations import (
    companions,
    consenting,
    discreet,
    forgetting,
    handing_over,
    needs,
    own_data,
    tickets,
)
from registrations.forms.own_pages import ConsentForm, SomeoneElseForm
from registrations.journey import Journey
from registrations.models import Registration
from registrations.models.needs import ConsentKind
from registrations.views.own_pages import page
from registrations.views.private_links import booking_page, handing_over_page

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@handing_over_page
def hand_over(request: HttpRequest, registration: Registration, *, is_done: bool) -> HttpResponse:
    """Someone else is coming instead: the place stays, the answers of the first person go."""
    event, organisation = registration.event, registration.organisation
    data = request.POST if request.method == "POST" else None
    form = SomeoneElseForm(
        data, organisation=organisation.name if organisation and not is_done else ""
    )
    words = "" if is_done else handing_over.why_not(registration, event, timezone.now())
    if data is not None and form.is_valid() and not words:
        words = _handed_over(registration, form, is_done=is_done)
        if not words:
            link = tickets.absolute(tickets.booking_path(registration))
            return page(request, "handed_over", registration, {"link": link})
    if is_done:
        raise Http404
    context = {"form": form, "words": words, "others": companions.of(registration)}
    return page(request, "someone_else", registration, context)


def _handed_over(registration: Registration, form: SomeoneElseForm, *, is_done: bool) -> str:
    """Do it, and say why when it cannot be done; the row is as the new person's then."""
    if not is_done:
        try:
            handing_over.hand_over(
                registration=registration,
                keeps_organisation=form.keeps_organisation,
                **form.contact,
            )
        except handing_over.HandOverError as error:
            return error.words
    if not handing_over.was_just_done(registration, **form.contact):
        raise Http404
    return ""


@require_http_methods(PAGE)
@booking_page
def consents(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Every consent with its words and its day, and a button that turns it on or off at once.

    Also after the event: photos, contact list and news go on then.
    """
    form = ConsentForm(request.POST if request.method == "POST" else None)
    words = ""
    if request.method == "POST":
        words = "Press the button once more."
        if form.is_valid():
            turn = consenting.turn_on if form.turns_on else consenting.turn_off
            turn(registration=registration, kind=form.turned)
            return redirect(request.path)
    journey = Journey(registration.event)
    context = {
        "said": consenting.of(registration, journey.asks),
        "to_needs": _to_needs(registration, journey),
        "may_change": registration.may_change(timezone.now()),
        "words": words,
    }
    return page(request, "consents", registration, context)


def _to_needs(registration: Registration, journey: Journey) -> consenting.Said | None:
    """The consent to hold needs, where the event asks for them; in few words without the key."""
    until = dates.hold(dates.day(journey.event.needs_erased_on))
    who = journey.who_sees_needs
    if needs.are_erased(registration.event, timezone.now()):
        return None
    try:
        answers = needs.own(registration)
    except sealed.UnreadableError:
        return consenting.Said(ConsentKind.NEEDS, "We cannot read what you told us about needs.")
    host = discreet.HOST if registration.keeps_quiet else journey.host.name
    said = consenting.to_needs(answers, host=host, who=who, until=until)
    return said if said.is_on or journey.asks_needs else None


@require_safe
@booking_page
def my_data(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What is held, in plain words, and the file with all of it."""
    return page(request, "my_data", registration, {})


@require_safe
@booking_page
def file(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Everything that is held about the person, to keep."""
    held = own_data.of(registration)
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(PAGE)
@booking_page
def delete(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Delete the booking and all that hangs on it: said first, then one button."""
    if request.method == "POST":
        forgetting.forget(registration=registration)
        quiet = {"SITE_NAME": settings.DISCREET_NAME}  # whether one asked for it went as well
        return render(request, "registrations/deleted.html", quiet)
    return page(request, "delete_me", registration, {"others": companions.of(registration)})
