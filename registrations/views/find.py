"""Finding one's booking again: the same answer whether or not there is one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forum import by_hand, tries
from registrations import lost_links
from registrations.forms.find import FindMyBookingForm


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """P18: a code and a way to reach the person; the link goes only where the booking says."""
    form = FindMyBookingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and by_hand.is_valid(request, form):
        code, contact = form.cleaned_data["code"], form.cleaned_data["contact"]
        if not lost_links.may_try(code=code, address=tries.address_of(request)):
            return render(request, "registrations/find_wait.html", {}, status=429)
        lost_links.send(code=code, contact=contact)
        return render(request, "registrations/found.html", {})
    return render(request, "registrations/find.html", {"form": form})
