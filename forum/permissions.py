"""The one door to organiser pages: who may do what at which host's event.

The table is section 2 of the design. A visitor who is not signed in is sent to sign in, whether or
not the address exists; a signed-in person without the right gets the same 404 as for an address
that does not exist.
"""

import enum
import functools
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.db.models import F, FilteredRelation, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forum.models import Event, EventHost, Host, Membership, User
from forum.models.people import Role

log = logging.getLogger("convenor.refused")


class Right(enum.Enum):
    """A row of the table of roles and rights."""

    RUN_HOST = "team, settings, erasure"
    EDIT_EVENT = "event, programme, breakouts, messages, recap"
    SEE_PEOPLE = "people: name, organisation, state"
    SEE_CONTACT = "contact details"
    SEE_CONTACT_WITH_REASON = "contact details, when a reason is given"
    CHECK_IN = "people: search at the door"
    SEE_NEEDS = "needs by person"
    COUNT_NEEDS = "needs as counts"
    COUNT_MEALS = "catering counts"
    MAKE_LISTS = "lists as files"
    MAKE_CARDS = "kitchen and access cards as files"
    MAKE_DOOR_LIST = "paper door list"
    GIVE_TO_KITCHEN = "catering sheet, handed on"
    SEE_RESULTS = "what people said, and figures across events"
    WORK_HERE = "any role"


_OWNER, _ORGANISER, _NEEDS_LEAD = Role.OWNER, Role.ORGANISER, Role.NEEDS_LEAD
_DOOR, _STAFF, _ANALYST = Role.DOOR, Role.STAFF, Role.ANALYST

RIGHTS: dict[Right, frozenset[Role]] = {
    Right.RUN_HOST: frozenset({_OWNER}),
    Right.EDIT_EVENT: frozenset({_OWNER, _ORGANISER}),
    Right.SEE_PEOPLE: frozenset({_OWNER, _ORGANISER, _NEEDS_LEAD, _STAFF}),
    Right.SEE_CONTACT: frozenset({_OWNER, _ORGANISER, _NEEDS_LEAD}),
    Right.SEE_CONTACT_WITH_REASON: frozenset({_OWNER, _ORGANISER, _NEEDS_LEAD, _STAFF}),
    Right.CHECK_IN: frozenset({_OWNER, _ORGANISER, _DOOR}),
    Right.SEE_NEEDS: frozenset({_NEEDS_LEAD}),
    Right.COUNT_NEEDS: frozenset({_OWNER, _ORGANISER, _NEEDS_LEAD}),
    Right.COUNT_MEALS: frozenset({_OWNER, _ORGANISER, _NEEDS_LEAD, _STAFF}),
    Right.MAKE_LISTS: frozenset({_ORGANISER, _STAFF}),
    Right.MAKE_CARDS: frozenset({_NEEDS_LEAD}),
    Right.GIVE_TO_KITCHEN: frozenset({_ORGANISER, _NEEDS_LEAD, _STAFF}),
    Right.MAKE_DOOR_LIST: frozenset({_ORGANISER, _STAFF, _DOOR}),
    Right.SEE_RESULTS: frozenset({_OWNER, _ORGANISER, _ANALYST}),
    Right.WORK_HERE: frozenset(Role),
}
SECOND_FACTOR = frozenset({_OWNER, _NEEDS_LEAD})


def roles_at(user: User, hosts: Any) -> frozenset[Role]:
    """The roles this person holds at any of these hosts."""
    found = Membership.objects.filter(user=user, host__in=hosts).values_list("role", flat=True)
    return frozenset(Role(role) for role in found)


def roles_for_event(user: User, event: Event) -> frozenset[Role]:
    """The roles this person holds at the hosts that run the event."""
    return roles_at(user, event.event_hosts.values("host"))


def allows(roles: frozenset[Role], right: Right) -> bool:
    """Whether one of the roles carries the right."""
    return not roles.isdisjoint(RIGHTS[right])


def needs_second_factor(user: User, roles: frozenset[Role]) -> bool:
    """Whether the person must set up a second factor before going on."""
    return (
        not roles.isdisjoint(SECOND_FACTOR)
        and not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    )


class TeamRequest(HttpRequest):
    """A request that has passed the door: a signed-in user and the roles held here."""

    user: User
    roles: frozenset[Role]


View = Callable[..., HttpResponse]


def event_page(right: Right, *, of_recorded: bool = False) -> Callable[[View], View]:
    """A page of one event's team: turns the `slug` of the address into `event`.

    An event that was recorded by totals has nobody in it and nothing to plan: only pages with
    `of_recorded` are there for it.
    """

    def door(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: Any, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_back(request))
            event, roles = _event_and_roles(slug, request.user)
            if event and event.is_recorded and not of_recorded:
                roles = frozenset()
            if stopped := _stopped(request, roles, right):
                return stopped
            return view(request, event=event, **kwargs)

        return _marked(wrapper, right, "event")

    return door


def _event_and_roles(slug: str, user: User) -> tuple[Event | None, frozenset[Role]]:
    """The event with its hosts at hand, as prefetched, and this person's roles there; one query.

    A host comes once for each role that the person holds at it, and once where they hold none.
    """
    mine = FilteredRelation("host__memberships", condition=Q(host__memberships__user=user))
    found = EventHost.objects.filter(event__slug=slug).select_related("event", "host")
    rows: list[Any] = list(found.annotate(mine=mine, role=F("mine__role")))
    if not rows:
        return None, frozenset()
    event: Any = rows[0].event
    for row in rows:
        row.event = event
    hosts = event.event_hosts.all()
    hosts._result_cache = list({row.pk: row for row in rows}.values())  # noqa: SLF001
    event._prefetched_objects_cache = {"event_hosts": hosts}  # noqa: SLF001 - as Django does it
    return event, frozenset(Role(row.role) for row in rows if row.role)


def host_page(right: Right) -> Callable[[View], View]:
    """A page of one host's team: turns the `slug` of the address into `host`."""

    def door(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: Any, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_back(request))
            host = Host.objects.filter(slug=slug).first()
            roles = roles_at(request.user, [host]) if host else frozenset()
            if stopped := _stopped(request, roles, right):
                return stopped
            return view(request, host=host, **kwargs)

        return _marked(wrapper, right, "host")

    return door


def team_page(right: Right = Right.WORK_HERE) -> Callable[[View], View]:
    """A page for anybody who holds the right at some host."""

    def door(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_back(request))
            roles = roles_at(request.user, Host.objects.all())
            if stopped := _stopped(request, roles, right):
                return stopped
            return view(request, **kwargs)

        return _marked(wrapper, right, "team")

    return door


def _back(request: HttpRequest) -> str:
    """Where signing in leads: here, or for a button pressed too late the page it was on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    if page.path and page.netloc == request.get_host():
        return f"{page.path}?{page.query}" if page.query else page.path
    return reverse("forum:my_events")


def _stopped(request: Any, roles: frozenset[Role], right: Right) -> HttpResponse | None:
    """A redirect to set up the second factor, a 404 without the right, or nothing: come in."""
    if not allows(roles, right):
        name = request.resolver_match.view_name if request.resolver_match else "?"
        log.warning("user %s has no right to %s", request.user.pk, name)
        raise Http404
    if needs_second_factor(request.user, roles):
        return redirect("mfa_activate_totp")
    request.roles = roles
    return None


def _marked(view: View, right: Right, scope: str) -> View:
    """Say on the view what it asks for; the matrix test reads this back."""
    view.right = right  # type: ignore[attr-defined]
    view.scope = scope  # type: ignore[attr-defined]
    return view
