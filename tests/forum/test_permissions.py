"""The table of roles and rights, and the door that asks it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from forum import permissions
from forum.models import Event, Host, User
from forum.models.people import Role
from forum.permissions import Right
from tests.factories import (
    add_host,
    give_second_factor,
    make_event,
    make_host,
    make_member,
    make_user,
)


def test_roles_at_other_hosts_count_for_nothing(event: Event, stranger: User):
    assert permissions.roles_for_event(stranger, event) == frozenset()


def test_a_co_hosts_team_sees_the_event_by_its_own_roles(event: Event):
    partner = add_host(event)
    door = make_member(partner, Role.DOOR)

    assert permissions.roles_for_event(door, event) == {Role.DOOR}


def test_a_co_hosts_team_has_no_role_at_the_lead_host(event: Event, host: Host):
    owner_of_partner = make_member(add_host(event), Role.OWNER)

    assert permissions.roles_at(owner_of_partner, [host]) == frozenset()


def test_several_roles_of_one_person_add_up(event: Event, host: Host):
    user = make_member(host, Role.DOOR)
    make_member(host, Role.STAFF, user=user)

    roles = permissions.roles_for_event(user, event)

    assert roles == {Role.DOOR, Role.STAFF}
    assert permissions.allows(roles, Right.CHECK_IN)
    assert permissions.allows(roles, Right.MAKE_LISTS)
    assert not permissions.allows(roles, Right.SEE_NEEDS)


def test_the_door_asks_once_for_the_event_its_hosts_and_every_role_held_there(
    event: Event, host: Host, rf: RequestFactory, django_assert_num_queries: Any
):
    partner, elsewhere = add_host(event), make_event()
    user = make_member(host, Role.DOOR)
    for at, role in (
        (host, Role.STAFF),
        (partner, Role.ANALYST),
        (elsewhere.lead_host, Role.OWNER),
    ):
        make_member(at, role, user=user)
    make_member(partner, Role.ORGANISER)
    request = rf.get("/")
    request.user = user

    def view(_request: HttpRequest, event: Event) -> HttpResponse:
        rows = list(event.event_hosts.all())
        assert all(row.event is event for row in rows)
        return HttpResponse([event.lead_host.name, *(row.host.name for row in rows)])

    with django_assert_num_queries(1):
        page = permissions.event_page(Right.WORK_HERE)(view)(request, slug=event.slug)

    assert page.content.decode() == host.name * 2 + partner.name
    assert request.roles == {Role.DOOR, Role.STAFF, Role.ANALYST}


def test_only_a_needs_lead_reads_needs_by_person():
    assert permissions.RIGHTS[Right.SEE_NEEDS] == {Role.NEEDS_LEAD}


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        (Role.OWNER, True),
        (Role.NEEDS_LEAD, True),
        (Role.ORGANISER, False),
        (Role.DOOR, False),
        (Role.STAFF, False),
        (Role.ANALYST, False),
    ],
)
def test_a_second_factor_is_asked_of_owner_and_needs_lead(db: None, role: Role, asked: bool):
    assert permissions.needs_second_factor(make_user(), frozenset({role})) is asked


def test_who_has_a_second_factor_is_not_asked_again(db: None):
    user = make_user()
    give_second_factor(user)

    assert not permissions.needs_second_factor(user, frozenset({Role.OWNER}))


def test_an_owner_without_a_second_factor_is_sent_to_set_one_up(client: Client, event: Event):
    owner = make_member(make_host(), Role.OWNER)
    owner.authenticator_set.all().delete()
    client.force_login(owner)

    response = client.get(reverse("forum:my_events"))

    assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))


def test_somebody_taken_off_the_team_is_out_at_the_next_click(
    client: Client, event: Event, organiser: User
):
    client.force_login(organiser)
    address = reverse("forum:edit_programme", args=[event.slug])
    assert client.get(address).status_code == 200

    organiser.memberships.all().delete()

    assert client.get(address).status_code == 404


def test_a_deactivated_account_is_out_at_the_next_click(
    client: Client, event: Event, organiser: User
):
    client.force_login(organiser)
    organiser.is_active = False
    organiser.save()

    response = client.get(reverse("forum:today", args=[event.slug]))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_refusal_leaves_one_line_in_the_log_without_names(
    client: Client, event: Event, stranger: User, caplog: pytest.LogCaptureFixture
):
    client.force_login(stranger)
    caplog.clear()

    client.get(reverse("forum:today", args=[event.slug]))

    lines = [r.getMessage() for r in caplog.records if r.name == "convenor.refused"]
    assert lines == [f"user {stranger.pk} has no right to forum:today"]


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("http://testserver{door}?q=ami", "{door}?q=ami"),
        ("https://evil.example{door}", "/organise/"),
        ("", "/organise/"),
    ],
)
def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(
    client: Client, event: Event, referer: str, leads_to: str
):
    door = reverse("forum:preview", args=[event.slug])
    button = reverse("forum:publish", args=[event.slug])

    response = client.post(button, headers={"referer": referer.format(door=door)})

    assert response.status_code == 302
    wanted = urlencode({"next": leads_to.format(door=door)}, safe="/")
    assert response["Location"] == f"{reverse('account_login')}?{wanted}"
