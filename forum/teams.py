"""Who works for a host: inviting, joining, changing roles, leaving.

Access is read from the memberships on every request, so what is decided here holds at once, also
for somebody who is signed in.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.models import Host, Invitation, Membership, User
from forum.models.people import Role

INVITATION_LASTS = timedelta(days=7)
_signer = signing.Signer(salt="forum.teams.invitation", sep=".")


class LastOwnerError(Exception):
    """The host would be left without an owner, and nobody could invite one."""


class InvitationClosedError(Exception):
    """The invitation was used, withdrawn or has run out."""


class WrongAccountError(Exception):
    """The invitation is for another address than that of the account."""


@transaction.atomic
def invite(
    *,
    host: Host,
    by: User,
    name: str,
    email: str,
    roles: Iterable[Role | str],
    now: datetime | None = None,
) -> Invitation:
    """Invite somebody by mail, for seven days; an open invitation to the address ends."""
    now = now or timezone.now()
    host.invitations.filter(email__iexact=email, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    invitation = Invitation.objects.create(
        host=host,
        email=email,
        name=name,
        roles=[Role(role).value for role in roles],
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    outbox.queue(kind="invitation", to=email, row_id=invitation.pk)
    audit.record(deed="invited", by=by, host=host, row_id=invitation.pk)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, now: datetime | None = None) -> None:
    """End an invitation that was not used yet."""
    now = now or timezone.now()
    open_one = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now)
    if open_one.update(expires_at=now):
        audit.record(deed="withdrew an invitation", by=by, host=invitation.host)


def invitation_token(invitation: Invitation) -> str:
    """What stands in the link of the invitation: derived from the row, kept nowhere."""
    return _signer.sign(invitation.pk.hex)


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link, open or not; None when the link was not made here."""
    try:
        pk = uuid.UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Invitation.objects.select_related("host").filter(pk=pk).first()


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def join(*, invitation: Invitation, user: User, now: datetime | None = None) -> None:
    """Take the invitation up with an account, which gains its roles. It works once.

    Raises InvitationClosedError, or WrongAccountError when the account has another address.
    """
    if user.email.casefold() != invitation.email.casefold():
        raise WrongAccountError
    _use(invitation, now or timezone.now())
    for role in invitation.roles:
        Membership.objects.get_or_create(user=user, host=invitation.host, role=role)
    audit.record(deed="joined the team", by=user, host=invitation.host, row_id=user.pk)


@transaction.atomic
def join_as_new(
    *, invitation: Invitation, name: str, password: str, now: datetime | None = None
) -> User:
    """Make the account of the invited address and join with it.

    Raises InvitationClosedError, or WrongAccountError when the address has an account already:
    who holds only the link must not set its password.
    """
    if account_of(invitation):
        raise WrongAccountError
    user = User.objects.create_user(email=invitation.email, password=password, name=name)
    join(invitation=invitation, user=user, now=now)
    return user


def _use(invitation: Invitation, now: datetime) -> None:
    """Mark it used, in one conditional update: of two who press the button one wins."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now)
    if not unused.update(used_at=now):
        raise InvitationClosedError
    invitation.used_at = now


@transaction.atomic
def change_roles(*, host: Host, user: User, roles: Iterable[Role | str], by: User) -> None:
    """Give a member exactly these roles. Raises LastOwnerError, and then changes nothing."""
    wanted = {Role(role) for role in roles}
    _keep_an_owner(host, without=user if Role.OWNER not in wanted else None)
    held = host.memberships.filter(user=user)
    held.exclude(role__in=wanted).delete()
    for role in wanted:
        Membership.objects.get_or_create(user=user, host=host, role=role)
    audit.record(deed="changed the roles", by=by, host=host, row_id=user.pk)


@transaction.atomic
def remove(*, host: Host, user: User, by: User) -> None:
    """Take a member off the team. Raises LastOwnerError for the last owner."""
    _keep_an_owner(host, without=user)
    host.memberships.filter(user=user).delete()
    audit.record(deed="removed from the team", by=by, host=host, row_id=user.pk)


def _keep_an_owner(host: Host, *, without: User | None) -> None:
    """Two owners who remove each other meet at the lock on the host."""
    Host.objects.select_for_update().get(pk=host.pk)
    owners = host.memberships.filter(role=Role.OWNER)
    if without and owners.filter(user=without).exists() and owners.count() == 1:
        raise LastOwnerError
