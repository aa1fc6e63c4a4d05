"""Charts on pages: a picture for a desk and one for a phone, with its numbers under it.

`{% load charts %}`
"""

from typing import Any

from django import template
from django.urls import reverse

from analysis import pictures
from analysis.findings import raised
from analysis.findings.finding import Finding
from feedback import recap_figures
from feedback.models import Recap

register = template.Library()


@register.inclusion_tag("analysis/_recap_chart.html")
def recap_chart(recap: Recap) -> dict[str, Any]:
    """`{% recap_chart recap %}`: what people talked about; nothing where too few were read.

    A recap that is not published shows what it would be published with, for the team alone.
    """
    figures = recap.figures or recap_figures.take(recap.event)
    finding = raised.of_recap(figures.get("themes", {}))
    name = "analysis:recap_chart" if recap.is_published else "analysis:recap_chart_preview"
    return {
        "finding": finding,
        "sources": _sources(finding, reverse(name, args=[recap.event.slug])) if finding else None,
    }


def _sources(finding: Finding, address: str) -> dict[str, str]:
    """Where the wide and the narrow picture are; a new picture has a new address."""
    if finding.drawing is None:
        return {}
    joined = "&" if "?" in address else "?"
    return {
        width: f"{address}{joined}w={width}&v={pictures.name(finding.drawing, width)[:8]}"
        for width in ("wide", "narrow")
    }
