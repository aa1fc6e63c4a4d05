"""Plain pages of trust: privacy, using this site, a concern, the agreement; and health."""

import logging
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forum import diagnosis
from forum.models import Event, Host
from forum.publishing.agreement import USUAL

log = logging.getLogger("convenor.health")


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """How people treat each other at the event: its own words, or the usual ones."""
    context = _of_event(slug)
    context["agreement"] = context["event"].agreement.strip() or USUAL
    return render(request, "forum/agreement.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held of people, who sees it and until when, for every event of the site."""
    return render(request, "forum/privacy.html", {"hosts": _hosts_to_ask()})


@require_safe
def event_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """The same with the dates of one event."""
    return render(request, "forum/event_privacy.html", _of_event(slug))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How to use the site, and where it may not work for somebody."""
    return render(request, "forum/accessibility.html", {"hosts": _hosts_to_ask()})


@require_safe
def concern(request: HttpRequest) -> HttpResponse:
    """Whom to tell when something is not right, by host."""
    return render(request, "forum/concern.html", {"hosts": _hosts_to_ask()})


@require_safe
def event_concern(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to tell when something at one event is not right."""
    return render(request, "forum/event_concern.html", _of_event(slug))


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the site can reach its database: "ok", or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.error("the database does not answer: %s", type(error).__name__)
        return HttpResponse("the database does not answer\n", "text/plain", status=503)
    return HttpResponse("ok\n", "text/plain")


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether people can be served: "ready", or 503; `manage.py doctor` says what is wrong."""
    if diagnosis.is_ready():
        return HttpResponse("ready\n", "text/plain")
    return HttpResponse("not ready: run manage.py doctor\n", "text/plain", status=503)


@require_safe
@cache_control(public=True, max_age=300)
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages and nobody's own."""
    closed = ["/organise/", "/accounts/", "/b/", "/r/", "/t/", "/h/", "/stay/", "/kitchen/"]
    closed += ["/another/", "/invitation/", "/find/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", "text/plain")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where old browsers look for the icon."""
    return redirect(static("favicon.svg"))


def _of_event(slug: str) -> dict[str, Any]:
    found = get_object_or_404(
        Event.objects.reachable().prefetch_related("event_hosts__host"), slug=slug
    )
    return {"event": found, "host": found.lead_host}


def _hosts_to_ask() -> list[Host]:
    """Hosts that have a public event; others do not show that they are here."""
    found = Host.objects.filter(events__in=Event.objects.public()).distinct().order_by("name")
    return list(found)
