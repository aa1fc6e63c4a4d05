"""A host's own pages, and taking up an invitation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum import organisations as organisation_deeds
from forum import teams
from forum.models import Host, Invitation, Message, Organisation, Series, User
from forum.models.people import Role
from tests.factories import (
    PASSWORD,
    make_event,
    make_host,
    make_member,
    make_organisation,
    make_series,
    make_user,
)
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, text_of
from tests.markup import page_of as parsed

HOST = "/organise/hosts/harbour-network/"
PAGES = ["", "team/", "series/", "organisations/"]


def words(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return text_of(parsed(response)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def invitation(host: Host, owner: User) -> Invitation:
    return teams.invite(
        host=host, by=owner, name="Hannah Pryce", email="hannah@example.org", roles=["door"]
    )


def path_of(invitation: Invitation) -> str:
    return f"/invitation/{teams.invitation_token(invitation)}/"


# Settings


def test_the_host_keeps_its_address_when_its_name_changes(
    client: Client, owner: User, host: Host
) -> None:
    client.force_login(owner)
    typed = {"name": "Harbour Alliance", "contact_email": "new@harbour.example", "slug": "taken"}
    response = client.post(HOST, typed)
    host.refresh_from_db()
    assert response.headers["Location"] == HOST
    assert (host.name, host.slug) == ("Harbour Alliance", "harbour-network")
    assert host.contact_email == "new@harbour.example"
    assert host.audit_entries.get().deed == "changed the host"


# Team


def test_the_team_stands_by_name_with_its_roles(
    client: Client, owner: User, host: Host, invitation: Invitation
) -> None:
    both = make_member(host, Role.STAFF, name="Ada")
    make_member(host, Role.DOOR, user=both)
    client.force_login(owner)
    page = words(client, f"{HOST}team/")
    assert "Two people on the team" in page
    assert "Ada Door, Staff" in page
    assert "Olive Owner Owner" in page
    assert "hannah@example.org . The link works until" in page


def test_the_owner_invites_by_mail(client: Client, owner: User, host: Host) -> None:
    client.force_login(owner)
    typed = {"name": "Hannah", "email": "hannah@example.org", "roles": ["door", "staff"]}
    response = client.post(f"{HOST}team/", typed | {"expires_at": "2099-01-01"}, follow=True)
    made = Invitation.objects.get()
    assert (made.name, made.email, made.roles) == (
        "Hannah",
        "hannah@example.org",
        ["door", "staff"],
    )
    assert made.expires_at < timezone.now() + timedelta(days=7, minutes=1)
    assert Message.objects.get().row_id == made.pk
    assert "An invitation is on its way to hannah@example.org." in text_of(parsed(response))


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Hannah", "email": "hannah@example.org", "roles": []},
        {"name": "Hannah", "email": "hannah@example.org", "roles": ["king"]},
        {"name": "Hannah\r\nBcc: x@evil.example", "email": "hannah@example.org", "roles": ["door"]},
        {"name": "Hannah", "email": "a@b.example,x@evil.example", "roles": ["door"]},
        {"name": "Hannah", "email": '"a,b"@example.org', "roles": ["door"]},
    ],
)
def test_an_invitation_that_cannot_be_is_refused_at_its_field(
    client: Client, owner: User, typed: dict[str, object]
) -> None:
    client.force_login(owner)
    assert_error_contract(client.post(f"{HOST}team/", typed))
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)


def test_an_invitation_is_withdrawn(client: Client, owner: User, invitation: Invitation) -> None:
    client.force_login(owner)
    client.post(f"{HOST}invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert not invitation.is_open
    assert "Invited, not here yet" not in words(client, f"{HOST}team/")


def test_an_invitation_of_another_host_is_not_withdrawn_here(
    client: Client, owner: User, stranger: User
) -> None:
    elsewhere = teams.invite(
        host=stranger.memberships.get().host, by=stranger, name="X", email="x@x.example", roles=[]
    )
    client.force_login(owner)
    path = f"{HOST}invitations/{elsewhere.pk}/withdraw/"
    assert client.post(path).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.is_open


def test_roles_are_changed_on_a_page_of_the_member(client: Client, owner: User, host: Host) -> None:
    user = make_member(host, Role.DOOR, name="Ada")
    client.force_login(owner)
    path = f"{HOST}team/?member={user.pk}"
    assert "The roles of Ada" in words(client, path)
    assert_form_markup(client.get(path))
    client.post(path, {"roles": ["staff"]})
    assert [row.role for row in user.memberships.all()] == ["staff"]


def test_the_only_owner_is_told_why_they_stay_one(client: Client, owner: User) -> None:
    client.force_login(owner)
    response = client.post(f"{HOST}team/?member={owner.pk}", {"roles": ["door"]})
    assert_error_contract(response)
    assert "is the only owner" in text_of(parsed(response))
    response = client.post(f"{HOST}team/{owner.pk}/remove/")
    assert "is the only owner" in text_of(parsed(response))
    assert [row.role for row in owner.memberships.all()] == ["owner"]


def test_an_owner_who_steps_down_loses_the_team_page_at_once(
    client: Client, owner: User, host: Host
) -> None:
    make_member(host, Role.OWNER)
    client.force_login(owner)
    response = client.post(f"{HOST}team/?member={owner.pk}", {"roles": ["door"]})
    assert response.headers["Location"] == "/organise/"
    assert client.get(f"{HOST}team/").status_code == 404


def test_a_removed_member_is_out_at_once_also_when_signed_in(
    client: Client, owner: User, host: Host
) -> None:
    make_event(host, slug="spring-forum")
    user = make_member(host, Role.ORGANISER, name="Ada")
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/organise/events/spring-forum/").status_code == 200
    client.force_login(owner)
    path = f"{HOST}team/{user.pk}/remove/"
    assert "Remove Ada from the team?" in words(client, path)

    client.post(path)

    assert theirs.get("/organise/events/spring-forum/").status_code == 404
    assert theirs.get("/organise/").status_code == 404


def test_nobody_of_another_team_is_found_here(client: Client, owner: User, stranger: User) -> None:
    client.force_login(owner)
    for path in [
        f"{HOST}team/{stranger.pk}/remove/",
        f"{HOST}team/?member={stranger.pk}",
        f"{HOST}team/?member=1",
        f"{HOST}team/?member=%00",
    ]:
        assert client.get(path).status_code == 404
        assert client.post(path, {"roles": ["door"]}).status_code == 404
    assert stranger.memberships.count() == 1


def test_the_team_asks_the_database_as_often_for_three_as_for_one(
    client: Client, owner: User, host: Host
) -> None:
    client.force_login(owner)

    def add() -> None:
        member = make_member(host, Role.DOOR)
        make_member(host, Role.STAFF, user=member)
        teams.invite(host=host, by=owner, name="A", email=f"x{member.pk}@x.example", roles=["door"])

    assert_same_queries(client, f"{HOST}team/", add)


# Series


def test_a_series_is_added(client: Client, organiser: User, host: Host) -> None:
    make_event(host, series=make_series(host, title="Trainings"))
    client.force_login(organiser)
    client.post(f"{HOST}series/", {"title": "Forums", "summary": "Each spring", "slug": "x"})
    made = Series.objects.get(title="Forums")
    assert (made.host, made.slug, made.summary) == (host, "forums", "Each spring")
    page = words(client, f"{HOST}series/")
    assert "Two series" in page
    assert "Trainings One event" in page
    assert_error_contract(client.post(f"{HOST}series/", {"title": "forums"}))


def test_series_ask_the_database_as_often_for_three_as_for_one(
    client: Client, organiser: User, host: Host
) -> None:
    client.force_login(organiser)
    assert_same_queries(
        client, f"{HOST}series/", lambda: make_event(host, series=make_series(host))
    )


# Organisations


def test_organisations_stand_by_name_without_those_that_were_merged(
    client: Client, organiser: User, host: Host
) -> None:
    kept = make_organisation(host, "Riverside Welcome", reach="local", region="Merseyside")
    make_organisation(host, "Riverside welcome centre", merged_into=kept)
    make_organisation(make_host(), "Somebody else")
    client.force_login(organiser)
    page = words(client, f"{HOST}organisations/")
    assert "One organisation" in page
    assert "Riverside Welcome Local Merseyside" in page
    assert "centre" not in page
    assert "Somebody else" not in page


def test_organisations_ask_the_database_as_often_for_three_as_for_one(
    client: Client, organiser: User, host: Host
) -> None:
    client.force_login(organiser)
    assert_same_queries(client, f"{HOST}organisations/", lambda: make_organisation(host))


def test_many_organisations_are_shown_a_hundred_at_a_time(
    client: Client, organiser: User, host: Host
) -> None:
    for number in range(101):
        make_organisation(host, f"Group {number:03}")
    client.force_login(organiser)
    assert "1 to 100 of 101" in words(client, f"{HOST}organisations/")
    assert "Group 100" in words(client, f"{HOST}organisations/?page=2")


def test_an_organisation_is_mended(client: Client, organiser: User, host: Host) -> None:
    row = make_organisation(host, "Riversde")
    make_organisation(host, "Harbour Lights")
    client.force_login(organiser)
    path = f"{HOST}organisations/{row.pk}/"
    assert_form_markup(client.get(path))
    twice = client.post(path, {"name": "HARBOUR lights!", "reach": "local"})
    assert_error_contract(twice)
    client.post(path, {"name": "Riverside", "reach": "local", "region": "Merseyside"})
    row.refresh_from_db()
    assert (row.name, row.name_key, row.reach, row.region) == (
        "Riverside",
        "riverside",
        "local",
        "Merseyside",
    )


def test_an_organisation_that_is_there_twice_is_merged(
    client: Client, organiser: User, host: Host
) -> None:
    row, into = make_organisation(host, "Riverside Centre"), make_organisation(host, "Riverside")
    before = make_organisation(host, "Riverside old", merged_into=row)
    client.force_login(organiser)
    path = f"{HOST}organisations/{row.pk}/"

    client.post(path, {"into": str(into.pk)})

    row.refresh_from_db()
    before.refresh_from_db()
    assert (row.merged_into, before.merged_into) == (into, into)
    assert Organisation.objects.named(host, "riverside centre") == into
    assert "It counts as Riverside ." in words(client, path)


def test_an_organisation_merges_into_no_foreign_nor_merged_one_nor_itself(
    client: Client, organiser: User, host: Host
) -> None:
    """D02."""
    row, kept = make_organisation(host), make_organisation(host)
    merged = make_organisation(host, merged_into=kept)
    foreign = make_organisation(make_host())
    client.force_login(organiser)
    for into in [foreign, merged, row]:
        response = client.post(f"{HOST}organisations/{row.pk}/", {"into": str(into.pk)})
        assert_error_contract(response)
        with pytest.raises(organisation_deeds.MergeError):
            organisation_deeds.merge(organisation=row, into=into, by=organiser)
    row.refresh_from_db()
    assert row.merged_into is None
    assert client.get(f"{HOST}organisations/{foreign.pk}/").status_code == 404


# Doors


@pytest.mark.parametrize("page", PAGES)
def test_strangers_stay_out(client: Client, host: Host, stranger: User, page: str) -> None:
    assert_team_only(client, f"{HOST}{page}", stranger)


def test_strangers_remove_nobody(
    client: Client, host: Host, owner: User, stranger: User, invitation: Invitation
) -> None:
    row = make_organisation(host)
    for page in [f"team/{owner.pk}/remove/", f"organisations/{row.pk}/"]:
        assert_team_only(client, f"{HOST}{page}", stranger)
    assert client.post(f"{HOST}invitations/{invitation.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("page", ["", "team/"])
def test_only_owners_see_settings_and_team(client: Client, organiser: User, page: str) -> None:
    client.force_login(organiser)
    assert client.get(f"{HOST}{page}").status_code == 404
    assert client.post(f"{HOST}{page}", {"name": "Taken over"}).status_code == 404


@pytest.mark.parametrize("role", ["needs_lead", "door", "staff", "analyst"])
def test_other_roles_see_neither_series_nor_organisations(
    client: Client, host: Host, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    for page in PAGES:
        assert client.get(f"{HOST}{page}").status_code == 404


def test_only_the_right_methods_are_heard(
    client: Client, owner: User, invitation: Invitation, host: Host
) -> None:
    row = make_organisation(host)
    client.force_login(owner)
    assert_refuses(client, f"{HOST}organisations/", "POST", "PUT", "DELETE")
    assert_refuses(client, f"{HOST}invitations/{invitation.pk}/withdraw/", "GET", "PUT")
    for page in ["", "team/", "series/", f"team/{owner.pk}/remove/", f"organisations/{row.pk}/"]:
        assert_refuses(client, f"{HOST}{page}", "PUT", "DELETE")
    assert_refuses(client, path_of(invitation), "PUT", "DELETE")


# Taking up an invitation


def test_somebody_new_joins_and_is_signed_in(
    client: Client, invitation: Invitation, host: Host
) -> None:
    path = path_of(invitation)
    page = words(client, path)
    assert "Olive Owner invites you as door." in page
    assert_form_markup(client.get(path))

    response = client.post(
        path,
        {"name": "Hannah P", "password": PASSWORD, "email": "x@evil.example", "roles": "owner"},
    )

    user = User.objects.get(email="hannah@example.org")
    assert response.headers["Location"] == "/organise/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [(row.host, row.role) for row in user.memberships.all()] == [(host, "door")]
    assert client.get("/organise/").status_code == 200


def test_an_invitation_works_once_and_then_explains_itself(
    client: Client, invitation: Invitation
) -> None:
    typed = {"name": "Hannah", "password": PASSWORD}
    client.post(path_of(invitation), typed)
    other = Client()
    for response in [other.get(path_of(invitation)), other.post(path_of(invitation), typed)]:
        assert response.status_code == 410
        assert "It was used on" in text_of(parsed(response))
    assert User.objects.filter(email="hannah@example.org").count() == 1


def test_an_invitation_that_ran_out_explains_itself(client: Client, invitation: Invitation) -> None:
    invitation.expires_at = timezone.now()
    invitation.save()
    response = client.post(path_of(invitation), {"name": "Hannah", "password": PASSWORD})
    assert response.status_code == 410
    assert "Ask the team for a new one." in text_of(parsed(response))
    assert not User.objects.filter(email="hannah@example.org").exists()


@pytest.mark.parametrize("token", ["x", "0" * 32, "a.b", "0123.4567.89"])
def test_a_link_that_was_not_made_here_is_not_found(
    client: Client, invitation: Invitation, token: str
) -> None:
    assert client.get(f"/invitation/{token}/").status_code == 404


@pytest.mark.parametrize("password", ["short", "password1234", "hannah@example.org", ""])
def test_a_weak_password_is_refused_at_its_field(
    client: Client, invitation: Invitation, password: str
) -> None:
    response = client.post(path_of(invitation), {"name": "Hannah", "password": password})
    assert_error_contract(response)
    assert not User.objects.filter(email="hannah@example.org").exists()


def test_who_has_an_account_signs_in_first_and_then_joins(
    client: Client, invitation: Invitation, host: Host
) -> None:
    user = make_user("Hannah@example.org")
    path = path_of(invitation)
    assert "Sign in with it to join." in words(client, path)
    client.post(path, {"name": "Mallory", "password": "a long enough password"})
    assert user.memberships.count() == 0

    client.force_login(user)
    response = client.post(path)

    assert response.headers["Location"] == "/organise/"
    assert user.memberships.get().host == host


def test_who_is_signed_in_with_another_address_is_told_so(
    client: Client, invitation: Invitation, stranger: User
) -> None:
    client.force_login(stranger)
    path = path_of(invitation)
    assert "This invitation is for hannah@example.org" in words(client, path)
    client.post(path, {"name": "Stan", "password": PASSWORD})
    assert not User.objects.filter(email="hannah@example.org").exists()
    assert stranger.memberships.count() == 1


def test_looking_at_an_invitation_uses_nothing(client: Client, invitation: Invitation) -> None:
    client.get(path_of(invitation))
    invitation.refresh_from_db()
    assert invitation.is_open


def test_work_that_asks_for_a_second_factor_says_so(
    client: Client, host: Host, owner: User
) -> None:
    invitation = teams.invite(
        host=host, by=owner, name="Nadia", email="nadia@example.org", roles=["needs_lead"]
    )
    assert "authenticator app" in words(client, path_of(invitation))
    client.post(path_of(invitation), {"name": "Nadia", "password": PASSWORD})
    assert client.get("/organise/").headers["Location"] == reverse("mfa_activate_totp")
