"""Registering: from "before you start" to "we have sent your booking"."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import by_hand
from registrations import (
    booking,
    breakouts,
    companions,
    discreet,
    drafts,
    place_rules,
    places,
    summary,
    tickets,
)
from registrations.forms import tabs
from registrations.forms.answers import AnswersForm, LastForm, StartForm
from registrations.forms.parts import PARTS
from registrations.journey import Journey
from registrations.models import Registration
from registrations.views import together
from registrations.views.private_links import (
    another_page,
    draft_page,
    expired,
    form_page,
    last_page,
)

PAGE = ["GET", "HEAD", "POST"]
_TOO_FEW = (
    "A place went while you were filling this in, so there are not enough for all of you. "
    "Your answers are saved. You can still join the waiting list together."
)
_WENT = (
    "The last place went while you were filling this in. Your answers are saved. "
    "You can still join the waiting list."
)


@require_http_methods(PAGE)
@form_page
def start(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Before you start; where little is asked, the whole form, which books at once."""
    data = request.POST if request.method == "POST" else None
    fresh = StartForm(initial={"key": tickets.token(uuid.uuid4(), "draft")})
    begin = StartForm(data) if data is not None else fresh
    form = None
    if journey.is_short:
        form = AnswersForm(data, journey=journey, parts=journey.parts, answers={})
    if data is not None and by_hand.is_valid(request, form or begin, begin):
        draft_id = begin.cleaned_data["key"]
        if form is None:
            draft = booking.start(event=journey.event, draft_id=draft_id)
            return redirect(tickets.draft_path(draft, journey.pages[0]))
        return _at_once(request, journey, draft_id, form.given())
    begin = fresh if begin.has_error("key") else begin
    purposes = journey.purposes("all")
    shown = {"begin": begin, "form": form, "forms": [begin], "purposes": purposes}
    context = {**shown, **_last(journey)}
    return _page(request, "start", journey, context, is_quiet=False)


def _at_once(
    request: HttpRequest, journey: Journey, draft_id: uuid.UUID, answers: dict[str, Any]
) -> HttpResponse:
    """Book by the form that has one page; with company, or when it cannot be, keep the draft."""
    given: dict[str, Any] = {"event": journey.event, "draft_id": draft_id, "answers": answers}
    journey = journey.going_on(answers)
    if journey.company:
        return redirect(tickets.draft_path(booking.begin(**given), journey.pages[-1]))
    try:
        draft = booking.book_at_once(
            **given,
            on=journey.asks,
            has_own=bool(journey.own),
            only_a_place=not LastForm(request.POST).takes_the_waiting_list,
        )
    except (places.FullError, booking.IncompleteError):
        return redirect(tickets.draft_path(booking.begin(**given), "all"))
    return redirect(tickets.draft_path(draft, "done"))


@require_http_methods(PAGE)
@draft_page
def step(
    request: HttpRequest, draft: Registration, answers: dict[str, Any], step: str
) -> HttpResponse:
    """One page of the form; "all" is the form on one page, and books at once."""
    journey = Journey(draft.event).going_on(answers)
    if step not in journey.pages:
        return _elsewhere(request, draft, journey, step)
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, journey=journey, parts=journey.parts_on(step), answers=answers)
    if data is not None and form.is_valid():
        try:
            answers = drafts.save(registration=draft, answers=form.given(), check=tabs.check(form))
        except drafts.FinishedError:
            return redirect(tickets.draft_path(draft, "done"))
        except tabs.ChangedError as error:
            return _both(request, journey, error.form, onward=tickets.draft_path(draft, step))
        journey = journey.going_on(answers)
        if not journey.books_on(step):
            return redirect(tickets.draft_path(draft, journey.after(step, answers)))
        if done := _book(request, draft, journey):
            return done
    had_a_place = bool(answers.get(companions.WITH) if step == "together" else answers)
    last = _last(journey, had_a_place=had_a_place) if journey.books_on(step) else {}
    seen = tabs.seen(form, data)
    context = {"form": form, "seen": seen, "step": step, **_way(draft, journey, step), **last}
    is_quiet = discreet.asked_for(journey.event, answers)
    return _page(request, "step", journey, context, is_quiet=is_quiet)


def _elsewhere(
    request: HttpRequest, draft: Registration, journey: Journey, step: str
) -> HttpResponse:
    """Where to go from a page that the form has no more; it may have been open meanwhile."""
    if step == "sessions":
        closed = breakouts.closed_words(journey.event)
        lost = ", before you pressed the button" if request.method == "POST" else ""
        messages.info(request, f"{closed}{lost}.")
        return redirect(tickets.draft_path(draft, "check"))
    if step == "together":  # nobody comes along after all
        return redirect(tickets.draft_path(draft, journey.pages[0]))
    raise Http404


@require_http_methods(PAGE)
@draft_page
def check(request: HttpRequest, draft: Registration, answers: dict[str, Any]) -> HttpResponse:
    """All answers once more, and the button that books."""
    journey = Journey(draft.event).going_on(answers)
    if journey.is_short:
        return redirect(tickets.draft_path(draft, journey.pages[-1]))
    gaps, pressed = journey.gaps(answers), request.method == "POST"
    if pressed and not gaps and (done := _book(request, draft, journey)):
        return done
    context = {
        "gaps": [(gap, tickets.draft_path(draft, gap.step)) for gap in gaps],
        "parts": [
            (part, tickets.draft_path(draft, part.step))
            for part in summary.parts(
                answers, set(journey.asks), journey.rounds, event=draft.event, own=journey.own
            )
        ],
        **_way(draft, journey, "check"),
        **_last(journey, had_a_place=pressed and not gaps),
    }
    is_quiet = discreet.asked_for(journey.event, answers)
    return _page(request, "check", journey, context, is_quiet=is_quiet)


@require_safe
@last_page
def done(request: HttpRequest, draft: Registration, answers: dict[str, Any]) -> HttpResponse:
    """The last page: with an address it tells nobody whether it was known (design 3.5)."""
    if draft.email and draft.touched_at != draft.booked_at:
        return expired(request)  # changed since: what stands there now is not for this link
    context = {
        "email": answers.get("email", "") if draft.is_draft else draft.email,
        "registration": draft,
        "others": [] if draft.is_draft or draft.email else together.listed(draft),
        "link": tickets.absolute(tickets.booking_path(draft)),
    }
    is_quiet = draft.keeps_quiet or discreet.asked_for(draft.event, answers)
    return _page(request, "done", Journey(draft.event), context, is_quiet=is_quiet)


@require_http_methods(PAGE)
@another_page
def another(request: HttpRequest, draft: Registration, answers: dict[str, Any]) -> HttpResponse:
    """From the mail: book a second person who shares the address. Only the button books."""
    journey = Journey(draft.event).going_on(answers)
    if request.method == "POST":
        booked = booking.book_another(draft_id=draft.id)
        return redirect(tickets.booking_path(booked))
    names = [one["name"] for one in companions.named(answers)]
    context = {"name": answers.get("name", ""), "others": names, **_last(journey)}
    is_quiet = discreet.asked_for(journey.event, answers)
    return _page(request, "another", journey, context, is_quiet=is_quiet)


def _book(request: HttpRequest, draft: Registration, journey: Journey) -> HttpResponse | None:
    """Book what the button promised; nothing when the place that it promised is gone."""
    last = LastForm(request.POST)
    try:
        booking.book(draft_id=draft.id, only_a_place=not last.takes_the_waiting_list)
    except places.FullError:
        return None
    except booking.IncompleteError as error:
        page = error.gaps[0].step if journey.is_short else "check"
        return redirect(tickets.draft_path(draft, page))
    return redirect(tickets.draft_path(draft, "done"))


def _both(
    request: HttpRequest, journey: Journey, form: AnswersForm, *, onward: str
) -> HttpResponse:
    """The same was answered in two tabs: both answers, to choose from."""
    is_quiet = discreet.asked_for(journey.event, form.answers)
    context = {**tabs.both(request.POST, form), "back": onward}
    return _page(request, "two_answers", journey, context, is_quiet=is_quiet)


def _last(journey: Journey, *, had_a_place: bool = False) -> dict[str, Any]:
    """What the last button says now, and that it said something else before."""
    size = journey.company + 1
    rules = place_rules.rules_at_hand(journey.event)
    is_full = places.counts(journey.event, rules).is_full_for(size)
    last = LastForm(initial={"expects": "waiting" if is_full else "place"})
    went = _WENT if size == 1 else _TOO_FEW
    notice = went if is_full and had_a_place else ""
    return {"last": last, "is_full": is_full, "size": size, "notice": notice}


def _way(draft: Registration, journey: Journey, page: str) -> dict[str, Any]:
    """Where this page is on the way, and the way back."""
    before = journey.before(page)
    return {
        "back": tickets.draft_path(draft, before) if before else "",
        "number": journey.number(page),
        "heading": PARTS[page].heading if page in PARTS else "",
        "purposes": journey.purposes(page),
        "here": tickets.absolute(tickets.draft_path(draft, page)),
    }


def _page(
    request: HttpRequest,
    name: str,
    journey: Journey,
    context: dict[str, Any],
    *,
    is_quiet: bool,
) -> HttpResponse:
    everywhere = {**discreet.page(journey.event, is_quiet=is_quiet), "journey": journey}
    return render(request, f"registrations/{name}.html", {**everywhere, **context})
