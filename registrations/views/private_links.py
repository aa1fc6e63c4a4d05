"""The doors of pages without an account: whoever has the private link is the person.

A link that was cut or made up finds nothing. Where a form is expired, closed or cannot be read, the
door answers with a page that says so, so that the views behind it need not ask.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from forum import keys, sealed, tries
from forum.models import Event
from forum.views import errors
from registrations import booking, companions, discreet, drafts, tickets
from registrations.forms import tabs
from registrations.forms.answers import AnswersForm
from registrations.journey import Journey
from registrations.models import Registration

View = Callable[..., HttpResponse]


def form_page(view: View) -> View:
    """The first page of an event's form: turns `slug` into `journey`.

    Each form that is begun is a row, and on one page a place: from one network address so many are
    begun in ten minutes and no more (security V40).
    """

    @functools.wraps(view)
    def wrapper(request: HttpRequest, slug: str) -> HttpResponse:
        event = get_object_or_404(Event.objects.reachable(), slug=slug)
        if request.method == "POST" and not _may_begin(request):
            context = {"event": event, "host": event.lead_host, **errors.again(request)}
            return render(request, "registrations/start_wait.html", context, status=429)
        return _explained(view, request, event, journey=Journey(event))

    return wrapper


def _may_begin(request: HttpRequest) -> bool:
    address = tries.address_of(request)
    return tries.may_try(what="form", value=address, most=settings.FORMS_PER_ADDRESS)


def draft_page(view: View) -> View:
    """A page of the form: turns `token` into `draft` and `answers` while the form is open."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        draft, answers = _draft(token)
        if draft is None:
            return expired(request)
        if answers is None:
            return unreadable(request, draft.event)
        if drafts.is_finished(draft, answers):
            return redirect(tickets.draft_path(draft, "done"))
        is_quiet = discreet.asked_for(draft.event, answers)
        given = {"draft": draft, "answers": answers, **kwargs}
        return _explained(view, request, draft.event, is_quiet=is_quiet, **given)

    return wrapper


def last_page(view: View) -> View:
    """The page after the last button: turns `token` into `draft` and `answers`."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        draft, answers = _draft(token)
        if draft is None:
            return expired(request)
        if answers is None and draft.is_draft:
            return unreadable(request, draft.event)
        if not drafts.is_finished(draft, answers or {}):
            return redirect(tickets.draft_path(draft, Journey(draft.event).pages[0]))
        return view(request, draft=draft, answers=answers or {})

    return wrapper


def another_page(view: View) -> View:
    """The page that a mail offers to whoever shares an address: `draft` and `answers`."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        draft = tickets.find(token, "another")
        if draft is None or draft.helper_id:
            raise Http404
        if not draft.is_draft:
            return redirect(tickets.booking_path(draft))
        if drafts.is_expired(draft, timezone.now()):
            return expired(request)
        try:
            answers = drafts.answers(draft)
        except sealed.UnreadableError:
            return unreadable(request, draft.event)
        is_quiet = discreet.asked_for(draft.event, answers)
        given = {"draft": draft, "answers": answers}
        return _explained(view, request, draft.event, is_quiet=is_quiet, **given)

    return wrapper


def booking_page(view: View) -> View:
    """A page of one's own booking: turns `token` into `registration`."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        registration = tickets.find(token, "booking")
        if registration is None or registration.is_draft:
            raise Http404
        try:
            return view(request, registration=registration, **kwargs)
        except Registration.DoesNotExist as error:  # the link ended, or the row went, meanwhile
            raise Http404 from error

    return wrapper


def handing_over_page(view: View) -> View:
    """The page on which the place goes to somebody else: `registration`, and `is_done`.

    Pressed a second time its own link has stopped working a moment ago: `is_done` is True then,
    and the view answers only what the first press was answered.
    """

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        registration, is_done = tickets.find(token, "booking"), False
        if registration is None and request.method == "POST":
            registration, is_done = tickets.find(token, "booking", versions_ago=1), True
        if registration is None or registration.is_draft:
            raise Http404
        return view(request, registration=registration, is_done=is_done)

    return wrapper


def expired(request: HttpRequest) -> HttpResponse:
    """What stood here was deleted, and how to go on."""
    return render(request, "registrations/expired.html", status=410)


def closed(
    request: HttpRequest,
    event: Event,
    why: booking.Why,
    *,
    is_quiet: bool = False,
    written: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """The event takes no registrations now: why, and what to do instead.

    `written` is what somebody typed meanwhile, shown to them so that it can be copied.
    """
    told = discreet.page(event, is_quiet=is_quiet or event.is_discreet)
    pressed = request.method == "POST"
    context = {**told, "why": why.name, "pressed": pressed, "written": written}
    return render(request, "registrations/closed.html", context)


def unreadable(request: HttpRequest, event: Event, *, is_quiet: bool = False) -> HttpResponse:
    """The event's key is missing or damaged: nothing can be read, and nothing kept (design 3.2)."""
    context = discreet.page(event, is_quiet=is_quiet or event.is_discreet)
    return render(request, "registrations/unreadable.html", context, status=503)


def _draft(token: str) -> tuple[Registration | None, dict[str, Any] | None]:
    """The draft and its answers; no draft when it is expired, no answers when no key opens them."""
    draft = tickets.find(token, "draft")
    if draft is None and tickets.unborn(token) is None:
        raise Http404
    if draft and draft.helper_id:  # a row of a helper's table, and no form of this kind
        raise Http404
    if draft is None or drafts.is_expired(draft, timezone.now()):
        return None, None
    try:
        return draft, drafts.answers(draft)
    except sealed.UnreadableError:
        return draft, None


def _explained(
    view: View, request: HttpRequest, event: Event, *, is_quiet: bool = False, **kwargs: Any
) -> HttpResponse:
    """The view's answer, or a page that says why there is none."""
    if why := booking.why_closed(event):
        return closed(
            request, event, why, is_quiet=is_quiet, written=_written(request, event, kwargs)
        )
    if not keys.exists(event.id, "needs"):
        return unreadable(request, event, is_quiet=is_quiet)
    try:
        return view(request, **kwargs)
    except booking.ClosedError as error:
        written = _written(request, event, kwargs)
        return closed(request, event, error.why, is_quiet=is_quiet, written=written)
    except (Registration.DoesNotExist, Event.DoesNotExist):
        return expired(request)
    except (sealed.UnreadableError, keys.KeyUnavailableError):
        return unreadable(request, event, is_quiet=is_quiet)


def _written(request: HttpRequest, event: Event, given: dict[str, Any]) -> list[tuple[str, str]]:
    """What somebody typed on a page of the form and sent a moment too late."""
    answers = given.get("answers") or {}
    journey = Journey(event).going_on(answers)
    step = given.get("step", "all" if "journey" in given else "")
    if request.method != "POST" or step not in journey.pages:
        return []
    company = {companions.HOW_MANY: str(journey.company)}
    form = AnswersForm(request.POST, journey=journey, parts=journey.parts_on(step), answers=company)
    return tabs.written(form)
