"""Inviting, joining, changing roles and leaving a team."""

from datetime import UTC, datetime, timedelta

import pytest

from forum import teams
from forum.models import Host, Invitation, Membership, Message, User
from forum.models.people import Role
from tests.factories import PASSWORD, make_host, make_member, make_user

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


def invite(host: Host, by: User, email: str = "new@example.org", *roles: str) -> Invitation:
    return teams.invite(
        host=host, by=by, name="Hannah", email=email, roles=roles or ["door", "staff"], now=NOW
    )


def roles_of(user: User) -> set[str]:
    return set(user.memberships.values_list("role", flat=True))


def test_an_invitation_lasts_seven_days_and_a_mail_tells_of_it(host: Host, owner: User) -> None:
    invitation = invite(host, owner)

    assert invitation.expires_at == NOW + timedelta(days=7)
    assert invitation.roles == ["door", "staff"]
    message = Message.objects.get()
    assert (message.kind, message.to, message.row_id) == (
        "invitation",
        "new@example.org",
        invitation.pk,
    )
    entry = host.audit_entries.get()
    assert (entry.deed, entry.who, entry.row_id) == ("invited", owner, invitation.pk)


def test_a_role_that_does_not_exist_is_refused(host: Host, owner: User) -> None:
    with pytest.raises(ValueError, match="king"):
        invite(host, owner, "new@example.org", "king")


def test_a_second_invitation_ends_the_first(host: Host, owner: User) -> None:
    first = invite(host, owner)
    invite(host, owner, "NEW@example.org")
    first.refresh_from_db()
    assert first.expires_at == NOW


def test_the_link_leads_to_its_invitation_and_no_other(host: Host, owner: User) -> None:
    one, other = invite(host, owner), invite(host, owner, "other@example.org")
    token = teams.invitation_token(one)

    assert teams.find_invitation(token) == one
    assert teams.find_invitation(token.replace(one.pk.hex, other.pk.hex)) is None
    assert teams.find_invitation(token[:-1]) is None
    assert teams.find_invitation("") is None
    assert teams.find_invitation(f"{one.pk.hex}.") is None


def test_nothing_of_the_link_is_stored(host: Host, owner: User) -> None:
    invitation = invite(host, owner)
    secret = teams.invitation_token(invitation).partition(".")[2]
    stored = str(Invitation.objects.values().get()) + str(Message.objects.values().get())
    assert secret not in stored


def test_somebody_new_joins_with_a_name_and_a_password(host: Host, owner: User) -> None:
    invitation = invite(host, owner)

    user = teams.join_as_new(invitation=invitation, name="Hannah P", password=PASSWORD, now=NOW)

    assert (user.email, user.name) == ("new@example.org", "Hannah P")
    assert user.check_password(PASSWORD)
    assert roles_of(user) == {"door", "staff"}
    invitation.refresh_from_db()
    assert invitation.used_at == NOW
    assert host.audit_entries.filter(deed="joined the team", who=user).count() == 1


def test_an_invitation_works_once(host: Host, owner: User) -> None:
    invitation = invite(host, owner)
    user = teams.join_as_new(invitation=invitation, name="Hannah", password=PASSWORD, now=NOW)
    teams.remove(host=host, user=user, by=owner)

    with pytest.raises(teams.InvitationClosedError):
        teams.join(invitation=invitation, user=user, now=NOW)

    assert roles_of(user) == set()


def test_an_invitation_that_ran_out_makes_no_account(host: Host, owner: User) -> None:
    invitation = invite(host, owner)
    with pytest.raises(teams.InvitationClosedError):
        teams.join_as_new(
            invitation=invitation, name="H", password=PASSWORD, now=NOW + timedelta(days=7)
        )
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_withdrawn_invitation_does_not_work(host: Host, owner: User) -> None:
    invitation = invite(host, owner)
    teams.withdraw(invitation=invitation, by=owner, now=NOW)
    with pytest.raises(teams.InvitationClosedError):
        teams.join_as_new(invitation=invitation, name="H", password=PASSWORD, now=NOW)


def test_who_has_an_account_joins_with_it_and_keeps_other_roles(host: Host, owner: User) -> None:
    elsewhere = make_host()
    user = make_member(elsewhere, Role.DOOR, email="New@Example.org")

    teams.join(invitation=invite(host, owner), user=user, now=NOW)

    assert {(row.host, row.role) for row in user.memberships.all()} == {
        (elsewhere, "door"),
        (host, "door"),
        (host, "staff"),
    }


def test_an_invitation_is_for_its_address_alone(host: Host, owner: User, stranger: User) -> None:
    with pytest.raises(teams.WrongAccountError):
        teams.join(invitation=invite(host, owner), user=stranger, now=NOW)


def test_who_holds_only_the_link_sets_no_password_of_an_account(host: Host, owner: User) -> None:
    user = make_user("new@example.org")
    with pytest.raises(teams.WrongAccountError):
        teams.join_as_new(
            invitation=invite(host, owner), name="Mallory", password="x" * 20, now=NOW
        )
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_roles_are_exactly_what_was_chosen(host: Host, owner: User) -> None:
    user = make_member(host, Role.DOOR)
    teams.change_roles(host=host, user=user, roles=["staff", "analyst"], by=owner)
    assert roles_of(user) == {"staff", "analyst"}
    assert host.audit_entries.get().deed == "changed the roles"


def test_the_last_owner_stays_an_owner(host: Host, owner: User) -> None:
    with pytest.raises(teams.LastOwnerError):
        teams.change_roles(host=host, user=owner, roles=["door"], by=owner)
    with pytest.raises(teams.LastOwnerError):
        teams.remove(host=host, user=owner, by=owner)
    assert roles_of(owner) == {"owner"}


def test_an_owner_may_leave_when_another_stays(host: Host, owner: User) -> None:
    other = make_member(host, Role.OWNER)
    teams.remove(host=host, user=owner, by=other)
    assert roles_of(owner) == set()
    assert host.audit_entries.get().deed == "removed from the team"


def test_removing_somebody_takes_nothing_away_at_other_hosts(host: Host, owner: User) -> None:
    user = make_member(host, Role.DOOR)
    elsewhere = make_host()
    make_member(elsewhere, Role.STAFF, user=user)
    teams.remove(host=host, user=user, by=owner)
    assert Membership.objects.get(user=user).host == elsewhere
