"""The team's own pages: its events, a new one, what to do today, and the forms of one event."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from forum import complaints, history, hosting, permissions, publishing
from forum.clock_changes import ClockChangeError
from forum.forms import BasicsForm, CoHostForm, CopyForm, PlaceForm
from forum.models import AskedHost, Event, EventChange, Host, User
from forum.models.events import State
from forum.permissions import RIGHTS, Right, TeamRequest

_PAST_SHOWN = 12
_NEUTRAL = (
    "Emails, calendars and booking pages do not name the event now, because it is hidden. "
    "You can switch that off on the page about the place."
)


@require_safe
@permissions.team_page()
def my_events(request: TeamRequest) -> HttpResponse:
    """The events of every host that this person works for: coming, in preparation, past."""
    now = timezone.now()
    mine = Event.objects.of_user(request.user).prefetch_related("event_hosts__host")
    past = mine.past(now).exclude(state=State.DRAFT)
    shown = past if "all" in request.GET else past[:_PAST_SHOWN]
    hosts = list(_hosts_where(request.user, Right.EDIT_EVENT))
    run = set(_hosts_where(request.user, Right.RUN_HOST))
    coming = list(mine.upcoming(now).exclude(state=State.DRAFT))
    context = {
        "coming": coming,
        "to_come": sum(not event.is_cancelled for event in coming),
        "drafts": [
            (event, publishing.missing_here(event)) for event in mine.filter(state=State.DRAFT)
        ],
        "past": [(event, _is_run_by(event, hosts)) for event in shown],
        "past_count": past.count(),
        "hosts": [(host, host in run) for host in hosts],
        "asked": AskedHost.objects.filter(host__in=run).select_related("host", "event"),
    }
    return render(request, "forum/my_events.html", context)


def _is_run_by(event: Event, hosts: list[Host]) -> bool:
    """Whether one of the hosts runs the event. No query with the hosts prefetched."""
    return any(row.host in hosts for row in event.event_hosts.all())


def _hosts_where(user: User, right: Right) -> QuerySet[Host]:
    """The hosts where this person holds the right."""
    return (
        Host.objects.filter(memberships__user=user, memberships__role__in=RIGHTS[right])
        .distinct()
        .order_by("name")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.team_page(Right.EDIT_EVENT)
def new_event(request: TeamRequest) -> HttpResponse:
    """A draft from nothing; with `?copy=` the address of an event, a draft like that one."""
    hosts = _hosts_where(request.user, Right.EDIT_EVENT)
    if "copy" in request.GET:
        return _copy(request, hosts, slugify(request.GET["copy"]))
    form = BasicsForm(request.POST or None, hosts=hosts)
    if form.is_valid():
        host = form.cleaned_data.get("host") or hosts[0]
        event = publishing.create(host=host, by=request.user, fields=form.values())
        return redirect("forum:edit_place", event.slug)
    return render(request, "forum/event_form.html", {"form": form, "event": None, "step": 1})


def _copy(request: TeamRequest, hosts: QuerySet[Host], slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.filter(hosts__in=hosts).distinct(), slug=slug)
    if event.is_recorded:  # there is nothing in it to copy
        raise Http404
    host = hosts.filter(event_hosts__event=event).order_by("-event_hosts__is_lead")[0]
    form = CopyForm(request.POST or None, event=event)
    if form.is_valid():
        starts_at = form.cleaned_data["starts_at"]
        try:
            made = publishing.copy(event=event, by=request.user, starts_at=starts_at, host=host)
        except ClockChangeError as error:
            form.add_error("day", str(error))
        else:
            return redirect("forum:edit_event", made.slug)
    return render(request, "forum/copy_event.html", {"form": form, "original": event})


@require_safe
@permissions.event_page(Right.WORK_HERE, of_recorded=True)
def today(request: TeamRequest, event: Event) -> HttpResponse:
    """What there is to do for the event, how it stands, and what was done last."""
    may_edit = permissions.allows(request.roles, Right.EDIT_EVENT)
    if event.is_recorded:
        context = {"event": event, "host": event.lead_host, "may_edit": may_edit}
        return render(request, "forum/recorded.html", context)
    runs_it = permissions.allows(request.roles, Right.RUN_HOST)
    is_ahead = not event.is_cancelled and not (event.is_published and event.is_over)
    now = timezone.now()
    context = {
        "event": event,
        "host": event.lead_host,
        "now": now,
        "days_left": (event.days[0] - now.astimezone(event.zone).date()).days,
        "may_edit": may_edit,
        "runs_it": runs_it,
        "complaints": complaints.to_do(event, now) if runs_it else None,
        "missing": publishing.missing(event) if may_edit and is_ahead else [],
        "history": history.latest(event, now=now),
    }
    return render(request, "forum/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def edit_event(request: TeamRequest, event: Event) -> HttpResponse:
    """What it is, when and for how many."""
    form = BasicsForm(request.POST or None, event=event)
    if form.is_valid():
        try:
            change = publishing.change(event=event, by=request.user, fields=form.values())
        except ClockChangeError as error:
            form.add_error("timezone", f"The programme does not fit there. {error}")
        else:
            return _after_change(request, event, change, step=1)
    return _form_page(request, event, form, step=1)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def edit_place(request: TeamRequest, event: Event) -> HttpResponse:
    """Where it is, how people get in, whom they ask and when they can book."""
    form = PlaceForm(request.POST or None, event=event)
    if form.is_valid():
        turned_neutral = form.turns_neutral
        change = publishing.change(event=event, by=request.user, fields=form.values())
        if turned_neutral:
            messages.info(request, _NEUTRAL)
        return _after_change(request, event, change, step=2)
    return _form_page(request, event, form, step=2)


def _form_page(
    request: TeamRequest, event: Event, form: BasicsForm | PlaceForm, *, step: int
) -> HttpResponse:
    context = {"form": form, "event": event, "host": event.lead_host, "step": step}
    return render(request, "forum/event_form.html", context)


def _after_change(
    request: HttpRequest, event: Event, change: EventChange | None, *, step: int
) -> HttpResponse:
    """A draft goes on to the next step; a published event back to its own page, with the news."""
    if event.is_draft:
        return redirect(settings.EVENT_STEPS[step], event.slug)
    told = " Everybody who booked will be told by email." if change else ""
    messages.success(request, f"Your changes are kept.{told}")
    return redirect("forum:today", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.EDIT_EVENT)
def edit_hosts(request: TeamRequest, event: Event) -> HttpResponse:
    """Who runs the event: add another host, or take one off."""
    if request.method == "POST" and "remove" in request.POST:
        return _remove_host(request, event)
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, event)
    form = CoHostForm(request.POST or None, event=event)
    if form.is_valid():
        hosting.ask(event=event, host=form.cleaned_data["host"], by=request.user)
        messages.success(request, f"{form.cleaned_data['host']} is asked to run this event too.")
        return redirect("forum:edit_hosts", event.slug)
    rows = event.event_hosts.select_related("host")
    asked = event.asked_hosts.select_related("host")
    shown = {"form": form, "rows": rows, "asked": asked}
    context = {**shown, "event": event, "host": event.lead_host}
    return render(request, "forum/hosts_form.html", context)


def _remove_host(request: TeamRequest, event: Event) -> HttpResponse:
    rows = {str(row.pk): row for row in event.event_hosts.select_related("host")}
    row = rows.get(request.POST["remove"])
    if row is None or row.is_lead:
        raise Http404
    hosting.remove(event=event, host=row.host, by=request.user)
    messages.success(request, f"{row.host} does not run this event any more.")
    here = permissions.roles_for_event(request.user, event)
    if not permissions.allows(here, Right.EDIT_EVENT):
        return redirect("forum:my_events")
    return redirect("forum:edit_hosts", event.slug)


def _take_back(request: TeamRequest, event: Event) -> HttpResponse:
    rows = {str(row.pk): row for row in event.asked_hosts.select_related("host")}
    if (row := rows.get(request.POST["take_back"])) is None:
        raise Http404
    hosting.take_back(asked=row, by=request.user)
    messages.success(request, f"{row.host} is not asked any more.")
    return redirect("forum:edit_hosts", event.slug)


@require_safe
@permissions.team_page()
def elsewhere(_request: TeamRequest, rest: str) -> HttpResponse:
    """Any other address under organise/: nothing is there, and only a team may know that."""
    raise Http404(rest)
