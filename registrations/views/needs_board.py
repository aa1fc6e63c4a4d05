"""What people asked for, kept as promises: the board, one promise, and all of it gathered."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import permissions
from forum.models import Event, User
from forum.permissions import Right, TeamRequest
from forum.sealed import UnreadableError
from registrations import needs, needs_words, own_questions, promises
from registrations.forms.promises import PromiseForm
from registrations.models import Registration
from registrations.people import everybody
from registrations.promises import board as board_of
from registrations.promises import gathering


@require_safe
@permissions.event_page(Right.SEE_NEEDS)
def needs_board(request: TeamRequest, event: Event) -> HttpResponse:
    """O11: every need with who sees to it and by when; opening it is written down."""
    show = board_of.Filter.of(request.GET)
    board = board_of.board(event=event, by=request.user, show=show, now=timezone.now())
    context = {"event": event, "host": event.lead_host, "board": board, "show": show}
    return render(request, "registrations/needs_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_NEEDS)
def need(request: TeamRequest, event: Event, pk: uuid.UUID, kind: str) -> HttpResponse:
    """One promise: say how far it is; `kind` is what stands for the kind in an address."""
    person = get_object_or_404(everybody(event).select_related("needs"), pk=pk)
    person.event = event
    found = promises.kind_at(pk, kind)
    if found is None:
        raise Http404
    choices: dict[str, Any] = {"leads": promises.leads(event), "by": request.user}
    form = PromiseForm(request.POST, **choices) if request.method == "POST" else None
    meanwhile = None
    if form and form.is_valid() and "preview" not in request.POST:
        try:
            promises.change(registration=person, kind=found, by=request.user, **form.answers())
        except promises.RoleOverError as error:
            raise Http404 from error
        except promises.ChangeError as error:
            meanwhile = form.refuse(error)
        except UnreadableError:
            pass  # the page says so
        else:
            messages.success(request, "Saved.")
            return redirect("registrations:needs_board", slug=event.slug)
    context = _shown(request, event, person, found, form)
    context["form"] = form or PromiseForm(promise=context.get("promise"), **choices)
    return render(request, "registrations/need.html", context | {"meanwhile": meanwhile})


def _shown(
    request: TeamRequest, event: Event, person: Registration, kind: str, form: PromiseForm | None
) -> dict[str, Any]:
    """What the page of a promise shows of it; opening it is written down."""
    context: dict[str, Any] = {"event": event, "host": event.lead_host, "person": person}
    try:
        answers = promises.read(registration=person, by=request.user)
    except UnreadableError:
        return context | {"is_unreadable": True}
    promise = promises.of(answers).get(kind)
    if promise is None:
        if form is None:
            raise Http404
        return context
    owner = User.objects.filter(pk=promise.owner).first() if promise.owner else None
    is_previewed = bool(form and form.is_valid())
    shown = form.preview(kind) if form and is_previewed else promise
    asked = {key: answers.get(key) for key in needs.KEYS[kind]}
    return context | {
        "promise": promise,
        "title": promises.KINDS[kind],
        "parts": needs_words.parts(asked, own_questions.of(event)),
        "owner": owner,
        "owner_left": bool(owner and owner not in promises.leads(event)),
        "told": promises.told(shown, promises.in_words(answers)[kind], _today(event)),
        "is_previewed": is_previewed,
        "is_overdue": promise.is_overdue(_today(event)),
    }


def _today(event: Event) -> date:
    return timezone.now().astimezone(event.zone).date()


@require_safe
@permissions.event_page(Right.SEE_NEEDS)
def gathered(request: TeamRequest, event: Event) -> HttpResponse:
    """Languages, children and support, gathered for whoever arranges them; to be printed."""
    found = gathering.gather(event=event, by=request.user)
    context = {"event": event, "host": event.lead_host, "found": found}
    return render(request, "registrations/needs_gathered.html", context)
