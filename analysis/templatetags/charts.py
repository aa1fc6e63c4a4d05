"""Charts on pages: a picture for a desk and one for a phone, with its numbers under it.

`{% load charts %}`
"""

from typing import Any

from django import template
from django.urls import reverse

from analysis import painting, pictures
from analysis.adding_up import Analysis, lead_of
from analysis.attendance.figures import Attendance
from analysis.findings import raised
from analysis.findings.finding import Finding, in_words
from analysis.theme_story import Story
from feedback.models import Recap
from forum import permissions
from forum.models import Host
from forum.permissions import Right

register = template.Library()

# What each file of a chart is called, what it is, and its address.
_FILES = (
    ("PNG", "picture for print", "print_chart"),
    ("SVG", "drawing", "chart"),
    ("CSV", "numbers", "numbers"),
)


@register.inclusion_tag("analysis/_recap_chart.html")
def recap_chart(recap: Recap) -> dict[str, Any]:
    """`{% recap_chart recap %}`: what people talked about; nothing where too few were read.

    One that is not published has the figures that it would be published with, for the team alone.
    """
    finding = raised.of_recap(recap.figures.get("themes", {}))
    name = "analysis:recap_chart" if recap.is_published else "analysis:recap_chart_preview"
    return {
        "finding": finding,
        "is_awaited": bool(finding and painting.awaited([finding], ("middle", "narrow"))),
        # Beside a heading and in a column of text there is less room than on a desk.
        "sources": _sources(finding, reverse(name, args=[recap.event.slug]), wide="middle"),
    }


def _sources(finding: Finding | None, address: str, *, wide: str = "wide") -> dict[str, str]:
    """Where the picture for a desk and that for a phone are; a new one has a new address."""
    if finding is None or finding.drawing is None:
        return {}
    joined = "&" if "?" in address else "?"
    return {
        name: f"{address}{joined}w={width}&v={pictures.name(finding.drawing, width)[:8]}"
        for name, width in (("desk", wide), ("phone", "narrow"))
    }


@register.inclusion_tag("analysis/_chart.html", takes_context=True)
def host_chart(context: template.Context, analysis: Analysis, finding: Finding) -> dict[str, Any]:
    """`{% host_chart analysis finding %}`: the picture, and under it its numbers and its files.

    Of what is in `awaited` the picture is not painted yet, so that its numbers stand open.
    """
    address = [analysis.host.slug, finding.key]
    question = f"?{analysis.filter.query}" if analysis.filter.query else ""
    return {
        "finding": finding,
        "sources": _sources(finding, reverse("analysis:chart", args=address) + question),
        "is_awaited": finding.key in (context.get("awaited") or ()),
        "themes": [
            (name, reverse("analysis:theme", args=[analysis.host.slug, pk]) + question)
            for name, pk in finding.themes
        ],
        "files": [
            (said, what, reverse(f"analysis:{name}", args=address) + question)
            for said, what, name in _FILES
        ],
    }


@register.inclusion_tag("analysis/_picture.html")
def paper_picture(analysis: Analysis, finding: Finding) -> dict[str, Any]:
    """`{% paper_picture analysis finding %}`: the picture alone, where its numbers stand by it."""
    address = reverse("analysis:chart", args=[analysis.host.slug, finding.key])
    question = f"?{analysis.filter.query}" if analysis.filter.query else ""
    return {"finding": finding, "sources": _sources(finding, address + question)}


@register.inclusion_tag("analysis/_theme_chart.html")
def theme_chart(host: Host, story: Story, is_awaited: bool) -> dict[str, Any]:
    """`{% theme_chart host story is_awaited %}`: one theme by event; its numbers stand below."""
    address = reverse("analysis:theme_chart", args=[host.slug, story.theme.pk])
    question = f"?{story.filter.query}" if story.filter.query else ""
    return {
        "finding": story.finding,
        "sources": _sources(story.finding, address + question),
        "is_awaited": is_awaited,
    }


@register.filter
def figure(row: Attendance, name: str) -> str:
    """`{{ row|figure:"booked" }}`: one count of an event, that it is not shown, or not known."""
    return in_words(row.cell(name))


@register.inclusion_tag("analysis/_nav.html", takes_context=True)
def analysis_link(context: template.Context) -> dict[str, Any]:
    """`{% analysis_link %}`: the way to the analysis, for who may open it; no query."""
    return {"may": _may(context), "here": _is_here(context)}


@register.inclusion_tag("analysis/_lead.html")
def analysis_lead(analysis: Analysis) -> dict[str, str]:
    """`{% analysis_lead analysis %}`: how many events, people and organisations, in a sentence."""
    return {"said": lead_of(analysis)}


def _may(context: template.Context) -> bool:
    roles: frozenset[Any] = getattr(_request(context), "roles", frozenset())
    return permissions.allows(roles, Right.SEE_RESULTS)


def _is_here(context: template.Context) -> bool:
    match = getattr(_request(context), "resolver_match", None)
    return bool(match and match.namespace == "analysis")


def _request(context: template.Context) -> Any:
    """The request; inside another tag it is no variable any more."""
    return context.get("request") or getattr(context, "request", None)
