"""Public pages: what is on, one event, its programme, a series, and calendar files."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forum import ical, structured, timetable
from forum.models import Event, EventHost, Series, Session
from forum.models.events import EventQuerySet, Visibility

_PAST_ON_A_PAGE = 20


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is on, soonest first, and what was, latest first."""
    now = timezone.now()
    past = Paginator(_with_hosts(Event.objects.public().past(now)), _PAST_ON_A_PAGE)
    context = {
        "upcoming": list(_with_hosts(Event.objects.public().upcoming(now))),
        "past": past.get_page(request.GET.get("page")),
    }
    return render(request, "forum/events.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def calendar(_request: HttpRequest) -> HttpResponse:
    """Every public event of the last year and of the time to come, for calendars to follow."""
    since = timezone.now() - timedelta(days=365)
    found = Event.objects.public().filter(ends_at__gte=since).order_by("starts_at")
    return _calendar_response(ical.events_file(found), "events")


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Events that belong together. A series without a public event does not show that it exists."""
    now = timezone.now()
    public = _with_hosts(Event.objects.public())
    found = get_object_or_404(
        Series.objects.select_related("host").filter(events__in=Event.objects.public()).distinct(),
        slug=slug,
    )
    context = {
        "series": found,
        "host": found.host,
        "upcoming": list(public.filter(series=found).upcoming(now)),
        "past": list(public.filter(series=found).past(now)),
    }
    return render(request, "forum/series.html", context)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that somebody needs to decide whether to come."""
    return render(request, "forum/event.html", event_context(_reachable(slug)))


def event_context(event: Event) -> dict[str, Any]:
    """What forum/event.html shows; a team's preview adds `preview=True`.

    At most three queries when the hosts and the series are there already.
    """
    return {
        "event": event,
        "host": event.lead_host,
        "days": timetable.days(event, event.sessions.all()),
        "calendar": ical.calendar_links(event),
        "may_be_found": _may_be_found(event),
        "structured": structured.event_json(event) if _may_be_found(event) else "",
    }


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session by time."""
    found = _reachable(slug)
    sessions = found.sessions.select_related("room").prefetch_related("leads")
    context = {
        "event": found,
        "host": found.lead_host,
        "days": timetable.days(found, sessions),
        "may_be_found": _may_be_found(found),
    }
    return render(request, "forum/programme.html", context)


@require_safe
def session(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One session: what it is about, where, with whom."""
    found = _reachable(slug)
    sessions = Session.objects.select_related("slot", "room", "offered_again_as__slot")
    context = {
        "event": found,
        "host": found.lead_host,
        "session": get_object_or_404(sessions.prefetch_related("leads"), event=found, pk=pk),
        "may_be_found": _may_be_found(found),
    }
    return render(request, "forum/session.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def event_calendar(_request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar file of one event, without its exact place."""
    found = get_object_or_404(Event.objects.reachable(), slug=slug)
    return _calendar_response(ical.event_file(found), found.slug)


def _reachable(slug: str) -> Event:
    found: Event = get_object_or_404(_with_hosts(Event.objects.reachable()), slug=slug)
    return found


def _with_hosts(events: EventQuerySet) -> EventQuerySet:
    hosts = Prefetch("event_hosts", EventHost.objects.select_related("host"))
    return events.select_related("series").prefetch_related(hosts)


def _may_be_found(event: Event) -> bool:
    """Whether search engines and previews of links may learn what the event is."""
    return event.visibility == Visibility.PUBLIC and not event.is_discreet


def _calendar_response(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}.ics"'},
    )
