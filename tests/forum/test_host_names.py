"""No host passes for another: whoever is added to an event by name sees its people."""

import pytest
from django.test import Client

from forum.models import Event, Host, User
from tests.factories import make_host

HOSTS = "/organise/events/spring-forum/hosts/"


@pytest.mark.parametrize(
    "name", ["Elsewhere Alliance", "ELSEWHERE  alliance.", "Élsewhere Alliance"]
)
def test_a_host_cannot_take_the_name_of_another(
    client: Client, owner: User, host: Host, stranger: User, name: str
) -> None:
    client.force_login(owner)
    response = client.post("/organise/hosts/harbour-network/", {"name": name})
    assert "Another host here has that name" in response.content.decode()
    host.refresh_from_db()
    assert host.name == "Harbour Network"


def test_a_host_may_write_its_own_name_differently(client: Client, owner: User, host: Host) -> None:
    client.force_login(owner)
    client.post("/organise/hosts/harbour-network/", {"name": "HARBOUR Network"})
    host.refresh_from_db()
    assert host.name == "HARBOUR Network"


@pytest.mark.parametrize("twin", ["quayside exchange", "Quayside Exchange."])
def test_of_two_hosts_of_one_name_none_is_guessed(
    client: Client, organiser: User, event: Event, twin: str
) -> None:
    make_host(name="Quayside Exchange", slug="quayside-exchange")
    make_host(name=twin, slug="quayside-exchange-2")
    client.force_login(organiser)
    response = client.post(HOSTS, {"host": "Quayside Exchange"})
    assert "More than one host here has that name" in response.content.decode()
    client.post(HOSTS, {"host": "quayside-exchange"})
    assert [asked.host.slug for asked in event.asked_hosts.all()] == ["quayside-exchange"]
