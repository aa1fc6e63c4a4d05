"""The door of a helper's pages: whoever has the private link is the helper."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forum import keys, sealed
from registrations import discreet, helping, tickets
from registrations.models import Helper
from registrations.views.private_links import unreadable

View = Callable[..., HttpResponse]


def helper_page(view: View) -> View:
    """Turns `token` into `helper`; where nothing can be read or kept, a page says so."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        helper = tickets.find_helper(token)
        if helper is None:
            raise Http404
        try:
            return view(request, helper=helper)
        except Helper.DoesNotExist as error:  # forgotten in this moment
            raise Http404 from error
        except (sealed.UnreadableError, keys.KeyUnavailableError):
            return unreadable(request, helper.event, is_quiet=helping.keeps_quiet(helper))

    return wrapper


def page(
    request: HttpRequest, name: str, helper: Helper, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a helper, with the event and the way back."""
    shown = {
        **discreet.page(helper.event, is_quiet=helping.keeps_quiet(helper)),
        "helper": helper,
        "token": tickets.helper_token(helper),
        "back": tickets.helper_path(helper),
        **context,
    }
    return render(request, f"registrations/{name}.html", shown, status=status)
