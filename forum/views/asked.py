"""A host is asked to run an event with another: one of its owners answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from forum import hosting, permissions
from forum.models import AskedHost, Host
from forum.permissions import Right, TeamRequest

_YES = "You run {title} too from now on."
_NO = "You do not run {title}. Those who asked read that you said no."
_LATE = "They do not ask any more."


@require_POST
@permissions.host_page(Right.RUN_HOST)
def answer(request: TeamRequest, host: Host, pk: str) -> HttpResponse:
    """Yes or no, by the button that was pressed; nothing without one."""
    asked = get_object_or_404(AskedHost.objects.select_related("event"), pk=pk, host=host)
    pressed = request.POST.get("answer")
    if pressed in ("yes", "no"):
        says_yes = pressed == "yes"
        is_done = hosting.answer(asked=asked, says_yes=says_yes, by=request.user)
        words = (_YES if says_yes else _NO) if is_done else _LATE
        messages.success(request, words.replace("{title}", asked.event.title))
    return redirect("forum:host", host.slug)
