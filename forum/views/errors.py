"""What people read when something is in the way: what happened, and what to do now.

None of these pages asks the database, the session or who is signed in: they must work when those
do not.
"""

import errno
import logging
import secrets
import sys
from urllib.parse import urlsplit

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("convenor.faults")

# Letters and digits that nobody mistakes for one another on the phone.
_CLEAR = "ACDEFHJKLMNPRTUVWXY34679"
# Never put back into a page.
_SECRET = {"password", "password1", "password2", "oldpassword", "code"}
# A disk or a quota that is full, a disk that went read-only: the person may try again later.
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an unforeseen fault, with a reference that the log has too.

    A full disk or a busy database that shows only after the view, as when the session is saved, is
    answered like one inside the view.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, Exception) and passes(fault):
        return unavailable(request, fault)
    reference = f"{_letters(2)}-{_letters(2)}"
    log.error("reference %s", reference, exc_info=True)
    page = render_to_string("500.html", {"reference": reference, "stylesheet": _stylesheet()})
    return HttpResponse(page, status=500)


def passes(fault: Exception) -> bool:
    """Whether it may well work in a minute: no space, or a database that is busy or away."""
    if isinstance(fault, OSError):
        return fault.errno in _NO_SPACE
    return isinstance(fault, (OperationalError, InterfaceError))


def unavailable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Say that nothing was kept, and give what was typed back to send again (security D22)."""
    page_name = request.resolver_match.view_name if request.resolver_match else "?"
    log.error("%s at %s", type(fault).__name__, page_name)
    page = render(request, "503.html", again(request), status=503)
    page.headers["Retry-After"] = "60"
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or the cookie is gone: send it again with a fresh token.

    What was typed is given back only when the browser says that the form stood on a page of this
    site; a form that another site sent must never be one press away from being done.
    """
    log.warning("form refused: %s", reason.split(" - ")[0])
    kept = again(request) if _is_own_form(request) else {}
    return render(request, "csrf.html", kept, status=403)


def again(request: HttpRequest) -> dict[str, object]:
    """What a page needs to offer the same request once more; never a password or a code."""
    names = list(request.POST) if request.method == "POST" else []
    if not names or not _SECRET.isdisjoint(names):
        return {"again": request.get_full_path(), "kept": []}
    kept = [
        (name, value)
        for name in names
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    return {"again": request.get_full_path(), "kept": kept}


def _is_own_form(request: HttpRequest) -> bool:
    """Whether the browser names a page of this very site as the sender."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _letters(count: int) -> str:
    return "".join(secrets.choice(_CLEAR) for _ in range(count))


def _stylesheet() -> str:
    """Where the stylesheet is; "" when even that cannot be said."""
    try:
        return staticfiles_storage.url("site.css")
    except ValueError:
        return ""
