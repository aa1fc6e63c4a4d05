"""The analysis to take along: everything on its page as a workbook, and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis import method, painting, paper
from analysis import workbook as workbook_of
from analysis.views import downloads, pictures
from analysis.views.asked import added_up
from forum import dates, permissions
from forum.models import Host
from forum.permissions import Right, TeamRequest

# On paper every chart is as wide as on a desk.
_SHAPES = ("wide",)


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def workbook(request: TeamRequest, host: Host) -> HttpResponse:
    """A sheet for each chart of what was asked, with its numbers and how they were counted."""
    content = workbook_of.xlsx(
        added_up(request, host),
        by=request.user,
        zone=timezone.get_default_timezone(),
        now=timezone.now(),
    )
    return downloads.xlsx(content, f"{host.slug}_analysis")


@require_safe
@permissions.host_page(Right.SEE_RESULTS)
def on_paper(request: TeamRequest, host: Host) -> HttpResponse:
    """The same with its charts, for a meeting of trustees."""
    found, zone = added_up(request, host), timezone.get_default_timezone()
    awaited = painting.awaited(found.findings, _SHAPES)
    now = timezone.now()
    context = {
        "host": host,
        "analysis": found,
        "paper": paper.lay_out(found),
        "hidden": method.hidden(is_exact=found.together.is_exact),
        "awaited": awaited,
        "printed": f"{dates.day(now, zone)}, {dates.clock(now, zone)}",
    }
    response = render(request, "analysis/on_paper.html", context)
    return pictures.comes_again(response) if awaited else response
