"""Who is missing: a page, and its list as files."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis.missing import choosing, telling
from analysis.missing.files import xlsx
from analysis.missing.looking import WINDOWS, Missing, look
from analysis.views import downloads
from forum import permissions
from forum.models import Host
from forum.permissions import Right, TeamRequest

_TO_A_PAGE = 50


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def missing(request: TeamRequest, host: Host) -> HttpResponse:
    """Which organisations came to none of the last events; how many, for who may see no names."""
    found = _look(request, host, timezone.now())
    which = choosing.which(request.GET.dict(), found)
    groups = [group for group in found.groups if which.holds(group)]
    context = {
        "host": host,
        "missing": found,
        "headline": telling.headline(found),
        "lead": telling.lead(found),
        "span": telling.span(found) if found.events else "",
        "how": telling.HOW,
        "windows": WINDOWS,
        "offered": choosing.offered(found),
        "which": which,
        "page": Paginator(groups, _TO_A_PAGE).get_page(request.GET.get("page")),
        "query": choosing.query(found, which),
        "over": choosing.query(found),
        "edits": permissions.allows(request.roles, Right.EDIT_EVENT),
    }
    return render(request, "analysis/missing.html", context)


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def csv(request: TeamRequest, host: Host) -> HttpResponse:
    """The whole list as text; for who may see no names, how many by reach."""
    table = telling.table(_look(request, host, timezone.now()))
    return downloads.csv(table, f"{host.slug}_missing")


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def workbook(request: TeamRequest, host: Host) -> HttpResponse:
    """The same as a workbook."""
    now = timezone.now()
    found = _look(request, host, now)
    content = xlsx(found, by=request.user, zone=timezone.get_default_timezone(), now=now)
    return downloads.xlsx(content, f"{host.slug}_missing")


def _look(request: TeamRequest, host: Host, now: datetime) -> Missing:
    return look(
        host=host,
        last=choosing.last(request.GET.dict()),
        series=request.GET.get("series", ""),
        exact=permissions.allows(request.roles, Right.SEE_PEOPLE),
        now=now,
    )
