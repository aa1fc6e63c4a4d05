"""Changing one's own booking: the pages of the form again, filled in."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forum import sealed
from registrations import booking as booking_of
from registrations import breakouts, drafts, needs, summary, tickets
from registrations.forms import tabs
from registrations.forms.answers import AnswersForm, EraseForm
from registrations.forms.parts import PARTS
from registrations.journey import Journey
from registrations.models import Registration
from registrations.views.own_pages import page, saved
from registrations.views.private_links import booking_page, unreadable

_ENDED = " The link in your old mailbox has stopped working. Keep the address of this page."


@require_http_methods(["GET", "HEAD", "POST"])
@booking_page
def change(request: HttpRequest, registration: Registration, step: str) -> HttpResponse:
    """The page of the form again, filled in; what is saved counts at once."""
    journey = Journey(registration.event)
    if not registration.may_change(timezone.now()):
        return _too_late(request, registration, journey, step)
    if step == "sessions" and (answer := _no_choice(request, registration, journey)):
        return answer
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
    try:
        if data is not None and form.is_valid() and (words := _changed(registration, form)):
            return saved(request, registration, words)
    except tabs.ChangedError as error:
        return page(request, "two_answers", registration, tabs.both(request.POST, error.form))
    context = {
        "form": form,
        "seen": tabs.seen(form, data),
        "step": step,
        "heading": PARTS[step].heading,
        "purposes": journey.purposes(step),
        "may_erase": bool(form.kinds) and needs.given(answers),
        "erase": EraseForm(initial={"erase": True}),
    }
    return page(request, "change", registration, context)


def _no_choice(
    request: HttpRequest, registration: Registration, journey: Journey
) -> HttpResponse | None:
    """Why somebody cannot choose, on their booking; nothing when they can.

    Whoever chose while it closed is shown what they chose.
    """
    if breakouts.goes_with(registration):
        return saved(request, registration, "Your sessions are those of whom you come with.")
    if journey.rounds or not breakouts.is_closed(journey.event):
        return None
    why = breakouts.closed_words(journey.event)
    if request.method != "POST":
        return saved(request, registration, f"{why}.")
    open_then = replace(journey, was_open=True)
    form = AnswersForm(
        request.POST, journey=open_then, parts=["sessions"], answers={}, is_change=True
    )
    return page(request, "not_saved", registration, {"written": tabs.written(form), "why": why})


def _too_late(
    request: HttpRequest, registration: Registration, journey: Journey, step: str
) -> HttpResponse:
    """The booking says how it stands; somebody who typed is told why, and shown what they typed."""
    if request.method != "POST":
        return redirect(tickets.booking_path(registration))
    parts = [step] if journey.can_change(step) else []
    form = AnswersForm(request.POST, journey=journey, parts=parts, answers={}, is_change=True)
    return page(request, "not_saved", registration, {"written": tabs.written(form)})


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
        booking_of.change(registration=registration, answers=form.given(), check=tabs.check(form))
    except breakouts.ChoiceError as error:
        form.add_error(None, error.words)
        return ""
    return f"Your change is saved.{'' if registration.link_version == version else _ENDED}"
