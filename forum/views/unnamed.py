"""An event by its id: for links in discreet mails and pages, which must not hold its slug."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from forum.models import Event


@require_safe
def event(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the event's own page, for those who ask for it."""
    return redirect(_found(pk).get_absolute_url())


@require_safe
def page(_request: HttpRequest, pk: UUID, page: str) -> HttpResponse:
    """To one of the pages under it, whichever app answers there."""
    return redirect(f"{_found(pk).get_absolute_url()}{page}/")


def _found(pk: UUID) -> Event:
    found: Event = get_object_or_404(Event.objects.reachable(), pk=pk)
    return found
