"""What every response carries, and what people read when the disk is full or the database busy."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger("convenor.faults")
Handler = Callable[[HttpRequest], HttpResponse]

# Never put back into a page: the fields that Django adds, and secrets.
_NOT_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def headers(handler: Handler) -> Handler:
    """Add what Django and the content policy leave out; keep every page out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        return response

    return middleware


def faults(handler: Handler) -> Handler:
    """Answer a full disk or a busy database in words (see `_Faults`)."""
    return _Faults(handler)


class _Faults:
    """A full disk or a busy database answers 503 and gives the typed answers back to send again."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (OperationalError, OSError)) or isinstance(
            error, (FileNotFoundError, PermissionError)
        ):
            return None
        log.error("%s at %s", type(error).__name__, request.resolver_match)
        kept = [
            (name, value)
            for name in (request.POST if request.method == "POST" else {})
            if name not in _NOT_KEPT
            for value in request.POST.getlist(name)
        ]
        page = render_to_string("503.html", {"kept": kept, "again": request.path}, request)
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
