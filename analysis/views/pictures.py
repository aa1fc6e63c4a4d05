"""A chart as an image: the reader's browser keeps it and asks each time if it is the same.

While the worker paints it, there is a page that comes again by itself.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from analysis import painting, pictures
from analysis.charts.drawing import Drawing
from analysis.charts.style import WIDTHS

_MAY_BE_KEPT = "private, no-cache"
# Seconds after which a page that shows no picture yet comes again.
AGAIN = 3


def answer(request: HttpRequest, drawing: Drawing) -> HttpResponse:
    """The chart at the width that `w` names, wide for anything else; 304 when it is known."""
    asked = request.GET.get("w", "")
    return _image(request, drawing, asked if asked in WIDTHS else "wide", "image/svg+xml")


def print_size(request: HttpRequest, drawing: Drawing, name: str) -> HttpResponse:
    """The chart as a file for a paper."""
    response = _image(request, drawing, pictures.PNG, "image/png")
    if response.headers.get("Content-Type") == "image/png":
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.png"'
    return response


def comes_again(response: HttpResponse) -> HttpResponse:
    """The same page, which asks for itself again until its pictures are there."""
    response.headers["Refresh"] = str(AGAIN)
    return response


def _image(request: HttpRequest, drawing: Drawing, shape: str, kind: str) -> HttpResponse:
    etag = f'"{pictures.name(drawing, shape)}"'
    # Without a response to give, it answers only when the browser has this very picture.
    response = get_conditional_response(request, etag=etag)
    if response is None:
        painted = painting.ready(drawing, shape)
        if painted is None:
            context = {"seconds": AGAIN, "is_file": shape == pictures.PNG}
            return comes_again(render(request, "analysis/being_painted.html", context, status=202))
        response = HttpResponse(painted, content_type=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _MAY_BE_KEPT
    return response
