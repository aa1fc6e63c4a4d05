"""One theme over all events of a host, its chart, and the words behind it that may be shown."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis import painting, theme_story
from analysis.views import pictures
from forum import permissions
from forum.models import Host
from forum.permissions import Right, TeamRequest

_TO_A_PAGE = 12


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def theme(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """How one theme moved over the events, with the way to the words behind each count."""
    story = _told(request, host, pk)
    awaited = painting.awaited([story.finding])
    page = Paginator(story.cells, _TO_A_PAGE).get_page(request.GET.get("page"))
    context = {"host": host, "story": story, "page": page, "is_awaited": bool(awaited)}
    response = render(request, "analysis/theme.html", context)
    return pictures.comes_again(response) if awaited else response


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def chart(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """The chart of the same page."""
    story = _told(request, host, pk)
    if story.finding.drawing is None:
        raise Http404
    return pictures.answer(request, story.finding.drawing)


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def words(request: TeamRequest, host: Host, pk: UUID, event: str) -> HttpResponse:
    """What people wrote about a theme at one event, where they agreed to share it."""
    try:
        found = theme_story.words(host=host, pk=pk, event=event, now=timezone.now())
    except theme_story.NotThereError:
        raise Http404 from None
    theme, cell, shown = found
    context = {"host": host, "theme": theme, "cell": cell, "quotes": shown}
    context["most"] = theme_story.MOST_WORDS
    return render(request, "analysis/theme_words.html", context)


def _told(request: TeamRequest, host: Host, pk: UUID) -> theme_story.Story:
    try:
        return theme_story.tell(host=host, pk=pk, given=request.GET.dict(), now=timezone.now())
    except theme_story.NotThereError:
        raise Http404 from None
