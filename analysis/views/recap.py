"""The chart of a recap, for everybody once the recap is published, and for the team before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from analysis.findings import raised
from analysis.views import pictures
from feedback import recap_versions, recaps
from feedback.models import Recap
from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest


@require_safe
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """What people talked about, as the recap was published with it."""
    recap = get_object_or_404(
        Recap.objects.filter(event__in=Event.objects.reachable()),
        event__slug=slug,
        published_at__isnull=False,
    )
    return _picture(request, recap.figures.get("themes", {}))


@require_safe
@permissions.event_page(Right.EDIT_EVENT)
def preview(request: TeamRequest, event: Event) -> HttpResponse:
    """The same as it would be published now."""
    found = recap_versions.to_publish(event, recaps.of(event))
    return _picture(request, found.figures["themes"])


def _picture(request: HttpRequest, themes: dict[str, Any]) -> HttpResponse:
    finding = raised.of_recap(themes)
    if finding is None or finding.drawing is None:
        raise Http404
    return pictures.answer(request, finding.drawing)
