"""What every response carries, and what people read when the disk is full or the database busy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from forum.views import errors

Handler = Callable[[HttpRequest], HttpResponse]


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
    """A fault in a view that may pass answers 503 and gives the typed answers back to send again.

    One outside a view, as when the session is saved, comes to `errors.server_error`.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return errors.unavailable(request, fault) if errors.passes(fault) else None
