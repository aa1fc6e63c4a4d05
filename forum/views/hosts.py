"""A host's own pages: settings, team, series, organisations; and taking up an invitation."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import hosting, permissions, teams
from forum import organisations as organisation_deeds
from forum.forms import (
    HostForm,
    InviteForm,
    MergeForm,
    NewAccountForm,
    OrganisationForm,
    RolesForm,
    SeriesForm,
)
from forum.models import Host, Invitation, Organisation, User
from forum.models.people import Role
from forum.permissions import Right, TeamRequest

_ORGANISATIONS_ON_A_PAGE = 100
_SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


class Member(NamedTuple):
    """Somebody on the team, with the roles held there in words."""

    user: User
    roles: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.RUN_HOST)
def settings(request: TeamRequest, host: Host) -> HttpResponse:
    """The host's name and the contact that new events start with."""
    form = HostForm(request.POST or None, host=host)
    if form.is_valid():
        hosting.change(host=host, fields=form.cleaned_data, by=request.user)
        messages.success(request, "Your changes are kept.")
        return redirect("forum:host", host.slug)
    asked = host.asked_hosts.select_related("event").prefetch_related("event__event_hosts__host")
    return render(request, "forum/host.html", {"host": host, "form": form, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.RUN_HOST)
def team(request: TeamRequest, host: Host) -> HttpResponse:
    """Who works here; invite somebody. With `?member=`, the roles of one of them."""
    if "member" in request.GET:
        return _member(request, host)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        teams.invite(host=host, by=request.user, **form.cleaned_data)
        messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
        return redirect("forum:team", host.slug)
    context = {
        "host": host,
        "form": form,
        "members": _members(host),
        "invitations": _open_invitations(host),
    }
    return render(request, "forum/team.html", context)


def _members(host: Host) -> list[Member]:
    """The team by name, in one query."""
    held: dict[User, list[str]] = {}
    for row in host.memberships.select_related("user").order_by("user__name", "user__email"):
        held.setdefault(row.user, []).append(row.role)
    return [
        Member(user, [str(role.label) for role in Role if role in roles])
        for user, roles in held.items()
    ]


def _open_invitations(host: Host) -> list[Invitation]:
    invitations = host.invitations.filter(used_at=None, expires_at__gt=timezone.now())
    return list(invitations.order_by("created_at"))


def _member(request: TeamRequest, host: Host) -> HttpResponse:
    user = _somebody_of(host, request.GET["member"])
    held = [row.role for row in host.memberships.filter(user=user)]
    form = RolesForm(request.POST or None, initial={"roles": held})
    if form.is_valid():
        roles = form.cleaned_data["roles"]
        try:
            teams.change_roles(host=host, user=user, roles=roles, by=request.user)
        except teams.LastOwnerError:
            form.add_error("roles", f"{user} is the only owner. Make somebody else an owner first.")
        else:
            messages.success(request, f"The roles of {user} are changed.")
            # Somebody who is no owner any more has no team page to go back to.
            if user == request.user:
                return redirect("forum:my_events")
            return redirect("forum:team", host.slug)
    return render(request, "forum/member.html", {"host": host, "form": form, "member": user})


def _somebody_of(host: Host, pk: str) -> User:
    try:
        wanted = UUID(pk)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(User.objects.filter(memberships__host=host).distinct(), pk=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.RUN_HOST)
def remove(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """Ask, then take somebody off the team."""
    user = _somebody_of(host, str(pk))
    context = {"host": host, "member": user, "is_last_owner": False}
    if request.method == "POST":
        try:
            teams.remove(host=host, user=user, by=request.user)
        except teams.LastOwnerError:
            context["is_last_owner"] = True
        else:
            messages.success(request, f"{user} is not on the team any more.")
            if user == request.user:
                return redirect("forum:events")
            return redirect("forum:team", host.slug)
    return render(request, "forum/remove_member.html", context)


@require_POST
@permissions.host_page(Right.RUN_HOST)
def withdraw_invitation(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """End an invitation that nobody took up."""
    invitation = get_object_or_404(host.invitations.all(), pk=pk)
    teams.withdraw(invitation=invitation, by=request.user)
    messages.success(request, f"The invitation of {invitation.name} does not work any more.")
    return redirect("forum:team", host.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.EDIT_EVENT)
def series(request: TeamRequest, host: Host) -> HttpResponse:
    """The series of the host; add one."""
    form = SeriesForm(request.POST or None, host=host)
    if form.is_valid():
        hosting.add_series(host=host, by=request.user, **form.cleaned_data)
        messages.success(request, "The series is added. Choose it in the basics of an event.")
        return redirect("forum:host_series", host.slug)
    rows = host.series.annotate(event_count=Count("events"))
    return render(request, "forum/series_form.html", {"host": host, "form": form, "rows": rows})


@require_safe
@permissions.host_page(Right.EDIT_EVENT)
def organisations(request: TeamRequest, host: Host) -> HttpResponse:
    """The organisations that people came from, by name."""
    rows = host.organisations.filter(merged_into=None)
    page = Paginator(rows, _ORGANISATIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "forum/organisations.html", {"host": host, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.EDIT_EVENT)
def organisation(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """Mend what is known of an organisation, or merge it into another."""
    found = get_object_or_404(host.organisations.select_related("merged_into"), pk=pk)
    merging = "into" in request.POST
    form = OrganisationForm(None if merging else request.POST or None, organisation=found)
    merge_form = MergeForm(request.POST if merging else None, organisation=found)
    if merge_form.is_valid():
        into: Organisation = merge_form.cleaned_data["into"]
        organisation_deeds.merge(organisation=found, into=into, by=request.user)
        messages.success(request, f"{found} counts as {into} from now on.")
        return redirect("forum:organisations", host.slug)
    if form.is_valid():
        organisation_deeds.change(organisation=found, fields=form.cleaned_data, by=request.user)
        messages.success(request, "Your changes are kept.")
        return redirect("forum:organisations", host.slug)
    context = {"host": host, "organisation": found, "form": form, "merge_form": merge_form}
    return render(request, "forum/organisation_form.html", context | {"forms": [merge_form]})


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join the team of a host: with the account that the address has, or with a new one."""
    invitation = teams.find_invitation(token)
    if invitation is None:
        raise Http404
    if not invitation.is_open:
        return _closed(request, invitation)
    account = teams.account_of(invitation)
    if account or request.user.is_authenticated:
        return _join(request, invitation, account)
    form = NewAccountForm(
        request.POST or None, email=invitation.email, initial={"name": invitation.name}
    )
    if form.is_valid():
        try:
            user = teams.join_as_new(invitation=invitation, **form.cleaned_data)
        except (teams.InvitationClosedError, teams.WrongAccountError):
            return _closed(request, invitation)
        login(request, user, backend=_SIGN_IN)
        return redirect("forum:my_events")
    return _invitation_page(request, invitation, {"form": form})


def _join(request: HttpRequest, invitation: Invitation, account: User | None) -> HttpResponse:
    """Join with an account that is there already; only who is signed in with it may press."""
    is_me = account is not None and request.user == account
    if account and is_me and request.method == "POST":
        try:
            teams.join(invitation=invitation, user=account)
        except teams.InvitationClosedError:
            return _closed(request, invitation)
        return redirect("forum:my_events")
    return _invitation_page(request, invitation, {"account": account, "is_me": is_me})


def _closed(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return _invitation_page(request, invitation, {"closed": True}, status=410)


def _invitation_page(
    request: HttpRequest, invitation: Invitation, extra: dict[str, object], status: int = 200
) -> HttpResponse:
    roles = [Role(role).label for role in invitation.roles]
    context = {
        "invitation": invitation,
        "host": invitation.host,
        "roles": roles,
        "second_factor": any(role in permissions.SECOND_FACTOR for role in invitation.roles),
        **extra,
    }
    return render(request, "forum/accept_invitation.html", context, status=status)
