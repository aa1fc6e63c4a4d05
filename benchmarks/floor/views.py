"""The one page: a meeting with its topics, its guests counted, what is next, and a form."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from floor.models import Guest, Meeting


class GuestForm(forms.ModelForm):
    class Meta:
        model = Guest
        fields = ["name", "email"]


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
