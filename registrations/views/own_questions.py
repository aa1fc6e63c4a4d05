"""The questions that a team writes itself: add one, change it, move it, take it out."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import own_questions
from registrations import questions as questions_of
from registrations.forms.own_questions import OwnQuestionForm
from registrations.models import OwnQuestion

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def add(request: TeamRequest, event: Event) -> HttpResponse:
    """A new question; words instead of a form when the event asks as many as it may."""
    return _write(request, event, None)


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def edit(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Ask it in other words."""
    return _write(request, event, _question(event, pk))


@require_http_methods(PAGE)
@permissions.event_page(Right.EDIT_EVENT)
def remove(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Ask once, then take it out with what people answered."""
    question = _question(event, pk)
    if request.method == "POST":
        own_questions.remove(question=question, by=request.user)
        return _kept(request, question, "is removed, with the answers to it.")
    context = {
        "event": event,
        "host": event.lead_host,
        "question": question,
        "count": question.answers.count(),
        "later": [one for one in own_questions.of(event) if one.asked_after_id == pk],
    }
    return render(request, "registrations/remove_own_question.html", context)


@require_POST
@permissions.event_page(Right.EDIT_EVENT)
def move(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """One up or one down."""
    up = request.POST.get("way") == "up"
    if not own_questions.move(question=_question(event, pk), up=up, by=request.user):
        messages.warning(
            request, "It stays where it is: one question is asked after an answer to the other."
        )
    return _back(event)


def _question(event: Event, pk: uuid.UUID) -> OwnQuestion:
    rows = OwnQuestion.objects.filter(event=event).select_related("owner", "asked_after")
    return get_object_or_404(rows, pk=pk)


def _write(request: TeamRequest, event: Event, question: OwnQuestion | None) -> HttpResponse:
    """The form of a question, a new one where there is none yet."""
    form = _form(request, event, question)
    if request.method == "POST" and form.is_valid():
        said, by = form.said(), request.user
        try:
            if question:
                own_questions.edit(question=question, said=said, by=by)
                return _kept(request, question, "is asked like this from now on.")
            added = own_questions.add(event=event, said=said, by=by)
            return _kept(request, added, "is asked from now on.")
        except own_questions.WrongError as error:
            form.add_error(None, str(error))
    return _page(request, event, form, question)


def _form(request: TeamRequest, event: Event, question: OwnQuestion | None) -> OwnQuestionForm:
    return OwnQuestionForm(
        request.POST if request.method == "POST" else None,
        event=event,
        team=questions_of.candidates(event, request.user),
        has_needs_lead=questions_of.has_needs_lead(event),
        question=question,
    )


def _page(
    request: TeamRequest, event: Event, form: OwnQuestionForm, question: OwnQuestion | None
) -> HttpResponse:
    context = {"event": event, "host": event.lead_host, "form": form, "question": question}
    full = question is None and own_questions.is_full(event)
    words = {"too_many": own_questions.TOO_MANY if full else ""}
    return render(request, "registrations/own_question.html", context | words)


def _kept(request: TeamRequest, question: OwnQuestion, words: str) -> HttpResponse:
    messages.success(request, f"“{question.label}” {words}")
    return _back(question.event)


def _back(event: Event) -> HttpResponse:
    response = redirect("registrations:questions", event.slug)
    response["Location"] += "#own"
    return response
