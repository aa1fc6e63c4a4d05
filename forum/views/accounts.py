"""Signing out: with the session goes what the browser kept of the team's pages."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

_FORGET = '"cache", "storage"'


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask first; the button ends the session and has the browser forget (ASVS 14.3.1)."""
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = _FORGET
    return response
