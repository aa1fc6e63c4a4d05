"""O18: what a host's events add up to, with its charts as images and its tables as files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from analysis import asking, files, painting, painting_ahead
from analysis.adding_up import Analysis
from analysis.views import downloads, pictures
from analysis.views.asked import added_up
from forum import permissions
from forum.models import Host
from forum.permissions import RIGHTS, Right, TeamRequest

_EVENTS_ON_A_PAGE = 12


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def analysis(request: TeamRequest, host: Host) -> HttpResponse:
    """The events and findings of one filter; what is chosen in the form becomes the address."""
    if "show" in request.GET:
        chosen = asking.address(request.GET.dict())
        return redirect(f"{reverse('analysis:host', args=[host.slug])}?{chosen}".rstrip("?"))
    return _page(request, host)


@require_safe
@permissions.team_page(Right.SEE_RESULTS)
def mine(request: TeamRequest) -> HttpResponse:
    """The analysis of the only host where this person may see it, or a choice of hosts."""
    hosts = Host.objects.filter(
        memberships__user=request.user, memberships__role__in=RIGHTS[Right.SEE_RESULTS]
    )
    found = list(hosts.distinct().order_by("name"))
    if len(found) > 1:
        return render(request, "analysis/choose.html", {"hosts": found})
    request.roles = permissions.roles_at(request.user, found)
    return _page(request, found[0])


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def chart(request: TeamRequest, host: Host, key: str) -> HttpResponse:
    """One chart as an image, wide or narrow."""
    finding = _known(added_up(request, host), key)
    if finding.drawing is None:
        raise Http404
    return pictures.answer(request, finding.drawing)


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def print_chart(request: TeamRequest, host: Host, key: str) -> HttpResponse:
    """One chart as a file for a paper."""
    finding = _known(added_up(request, host), key)
    if finding.drawing is None:
        raise Http404
    return pictures.print_size(request, finding.drawing, f"{host.slug}_{key}")


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def numbers(request: TeamRequest, host: Host, key: str) -> HttpResponse:
    """The numbers of one chart as a file."""
    finding = _known(added_up(request, host), key)
    if finding.table is None:
        raise Http404
    return downloads.csv(finding.table, f"{host.slug}_{key}")


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def table(request: TeamRequest, host: Host) -> HttpResponse:
    """Every event with its figures as a file."""
    found = added_up(request, host)
    return downloads.csv(files.events_table(found.together), f"{host.slug}_events")


def _page(request: TeamRequest, host: Host) -> HttpResponse:
    found = added_up(request, host)
    painting_ahead.note_look(host)
    awaited = painting.awaited(found.findings)
    pages = Paginator(found.together.latest_first, _EVENTS_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {"host": host, "analysis": found, "awaited": awaited, "page": page}
    response = render(request, "analysis/analysis.html", context)
    return pictures.comes_again(response) if awaited else response


def _known(analysis: Analysis, key: str) -> Any:
    try:
        return analysis.finding(key)
    except KeyError as error:
        raise Http404 from error
