"""O6: what an event asks the people who register."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import own_questions
from registrations import questions as questions_of
from registrations.forms.answers import AnswersForm
from registrations.forms.questions import QuestionForm
from registrations.journey import Journey


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def questions(request: TeamRequest, event: Event) -> HttpResponse:
    """Switch each question on or off; say who acts on the answers and what they are for."""
    data = request.POST if request.method == "POST" else None
    team = questions_of.candidates(event, request.user)
    choices = questions_of.choices(event)
    has_needs_lead = questions_of.has_needs_lead(event)
    forms = [
        QuestionForm(
            data,
            choice=choice,
            team=team,
            is_asked_now=event.is_published,
            has_needs_lead=has_needs_lead,
        )
        for choice in choices
    ]
    if data is not None and not any(form.errors for form in forms):
        chosen = [form.chosen() for form in forms]
        questions_of.choose(event=event, choices=chosen, by=request.user)
        if request.POST.get("then") == "own":
            return redirect("registrations:add_own_question", event.slug)
        if event.is_draft:
            return redirect(settings.EVENT_STEPS[3], event.slug)
        messages.success(request, "Saved. This is what people are asked from now on.")
        return redirect("registrations:questions", event.slug)
    journey = Journey(event)
    return render(
        request,
        "registrations/questions.html",
        {
            "event": event,
            "host": journey.host,
            "forms": forms,
            "shown": AnswersForm(journey=journey, parts=journey.parts, answers={}, prefix="shown"),
            "own": questions_of.own(event),
            "most_own": own_questions.MOST,
            "missing": questions_of.missing_for_publishing(event),
        },
    )
