"""What note-takers wrote down at an event."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from feedback import notes as deeds
from feedback.forms.notes import NoteForm
from feedback.models import SessionNote
from forum import permissions
from forum.models import Event, Session
from forum.permissions import Right, TeamRequest


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def notes(request: TeamRequest, event: Event) -> HttpResponse:
    """Every note by session; add one. The next one starts with the session of the last."""
    initial = {"session": request.GET.get("session", "")}
    form = NoteForm(request.POST or None, event=event, initial=initial)
    if form.is_valid():
        deeds.add(event=event, by=request.user, **form.cleaned_data)
        messages.success(request, "The note is kept. Write the next one.")
        return redirect(_again(event, form.cleaned_data["session"]))
    rows = SessionNote.objects.filter(event=event).select_related("session", "by")
    context = {
        "event": event,
        "host": event.lead_host,
        "form": form,
        "rows": rows.order_by("session__title", "at", "pk"),
    }
    return render(request, "feedback/notes.html", context)


def _again(event: Event, session: Session | None) -> str:
    """The page with the same session chosen, for the next point."""
    page = reverse("feedback:notes", args=[event.slug])
    return f"{page}?session={session.pk}" if session else page


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def edit_note(request: TeamRequest, event: Event, pk: UUID) -> HttpResponse:
    """Mend a note."""
    note = get_object_or_404(SessionNote, event=event, pk=pk)
    form = NoteForm(request.POST or None, event=event, note=note)
    if form.is_valid():
        deeds.change(note=note, by=request.user, **form.cleaned_data)
        messages.success(request, "Your changes are kept.")
        return redirect("feedback:notes", event.slug)
    context = {"event": event, "host": event.lead_host, "form": form, "note": note}
    return render(request, "feedback/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def remove_note(request: TeamRequest, event: Event, pk: UUID) -> HttpResponse:
    """Ask, then delete a note."""
    note = get_object_or_404(SessionNote, event=event, pk=pk)
    if request.method == "POST":
        deeds.remove(note=note, by=request.user)
        messages.success(request, "The note is removed.")
        return redirect("feedback:notes", event.slug)
    context = {"event": event, "host": event.lead_host, "note": note}
    return render(request, "feedback/remove_note.html", context)
