"""A word; a page of a meeting with its topics, its guests counted, what is next and a form; and
the least that a registration can be: one POST."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from floor.models import Answer, Guest, Meeting


class GuestForm(forms.ModelForm):
    class Meta:
        model = Guest
        fields = ["name", "email"]


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Four queries: the meeting, its topics, how many come, and the next ten meetings."""
    found = get_object_or_404(Meeting, slug=slug)
    context = {
        "meeting": found,
        "topics": list(found.topics.order_by("title")),
        "guests": found.guests.count(),
        "next": Meeting.objects.filter(starts_at__gt=found.starts_at).order_by("starts_at")[:10],
        "form": GuestForm(),
    }
    return render(request, "meeting.html", context)


@csrf_exempt
@require_POST
def come(request: HttpRequest, slug: str) -> HttpResponse:
    """The form checked, the meeting locked, its guests counted, four rows, a commit."""
    form = GuestForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Write a name and an address.", status=400)
    with transaction.atomic():
        found = get_object_or_404(Meeting.objects.select_for_update(), slug=slug)
        if found.guests.count() >= found.capacity:
            return HttpResponse("Every place is taken.", status=409)
        form.instance.meeting = found
        guest = form.save()
        for question in ("food", "access", "language"):
            Answer.objects.create(
                guest=guest, question=question, text=request.POST.get(question, "")
            )
    return HttpResponse("You have a place.")
