"""The analysis to take along: everything on its page as a workbook, and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis import keeping, method, painting, paper
from analysis import workbook as workbook_of
from analysis.adding_up import Analysis
from analysis.views import pictures
from forum import dates, permissions
from forum.exports.making import CONTENT_TYPE
from forum.models import Host
from forum.permissions import Right, TeamRequest

# On paper every chart is as wide as on a desk.
_SHAPES = ("wide",)


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def workbook(request: TeamRequest, host: Host) -> HttpResponse:
    """A sheet for each chart of what was asked, with its numbers and how they were counted."""
    content = workbook_of.xlsx(
        _added_up(request, host),
        by=request.user,
        zone=timezone.get_default_timezone(),
        now=timezone.now(),
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{host.slug}_analysis.xlsx"'
    return response


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def on_paper(request: TeamRequest, host: Host) -> HttpResponse:
    """The same with its charts, for a meeting of trustees."""
    added_up, zone = _added_up(request, host), timezone.get_default_timezone()
    awaited = painting.awaited(added_up.findings, _SHAPES)
    now = timezone.now()
    context = {
        "host": host,
        "analysis": added_up,
        "paper": paper.lay_out(added_up),
        "hidden": method.hidden(is_exact=added_up.together.is_exact),
        "awaited": awaited,
        "printed": f"{dates.day(now, zone)}, {dates.clock(now, zone)}",
    }
    response = render(request, "analysis/on_paper.html", context)
    return pictures.comes_again(response) if awaited else response


def _added_up(request: TeamRequest, host: Host) -> Analysis:
    exact = permissions.allows(request.roles, Right.SEE_PEOPLE)
    return keeping.add_up(host=host, given=request.GET.dict(), exact=exact)
