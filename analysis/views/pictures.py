"""A chart as an image: the reader's browser keeps it and asks each time if it is the same."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from analysis import pictures
from analysis.charts.drawing import Drawing
from analysis.charts.style import WIDTHS

_MAY_BE_KEPT = "private, no-cache"


def answer(request: HttpRequest, drawing: Drawing) -> HttpResponse:
    """The chart at the width that `w` names, wide for anything else; 304 when it is known."""
    asked = request.GET.get("w", "")
    width = asked if asked in WIDTHS else "wide"
    etag = f'"{pictures.name(drawing, width)}"'
    # Without a response to give, it answers only when the browser has this very picture.
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(pictures.svg(drawing, width), content_type="image/svg+xml")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _MAY_BE_KEPT
    return response
