"""What is erased when, and the yes that a clock which jumped needs first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forum import permissions, schedule
from forum.models import Host
from forum.permissions import Right, TeamRequest
from registrations import retention


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.RUN_HOST)
def erasure(request: TeamRequest, host: Host) -> HttpResponse:
    """What waits to be erased of the host's events, and whether somebody has to say yes."""
    now = timezone.now()
    if request.method == "POST":
        count = retention.confirm(by=request.user, host=host, now=now)
        messages.success(request, _said(count))
        return redirect("registrations:erasure", host.slug)
    context = {
        "host": host,
        "now": now,
        "last": schedule.last_erasing(),
        "is_stopped": retention.waits_for(host, now),
        "due": retention.find(now, host),
        "next": retention.coming(host, now),
    }
    return render(request, "registrations/erasure.html", context)


def _said(count: int) -> str:
    if not count:
        return "Nothing of your events was due."
    return f"What was due of {count} event{'' if count == 1 else 's'} is erased."
