"""What a host that runs an event with another may touch of that other host: the event alone."""

import re

from django.test import Client

from forum.models import Event, Host, User
from registrations.models import Question
from tests.factories import add_host, ask, make_series


def test_a_co_hosts_copy_is_no_event_of_the_others_series(
    client: Client, event: Event, host: Host, organiser: User, stranger: User
) -> None:
    event.series = make_series(host, title="Casework year")
    event.save()
    add_host(event, Host.objects.get(slug="elsewhere-alliance"))
    day = {"day": "2031-05-07", "starts": "10:00"}
    for user in (stranger, organiser):
        client.force_login(user)
        assert client.post("/organise/events/new/?copy=spring-forum", day).status_code == 302
    copies = Event.objects.filter(copied_from=event)
    assert {(copy.lead_host.slug, copy.series) for copy in copies} == {
        ("elsewhere-alliance", None),
        ("harbour-network", event.series),
    }


def offered(client: Client, user: User) -> set[str]:
    """Who can be chosen to act on answers, as this person sees it."""
    client.force_login(user)
    page = client.get("/organise/events/spring-forum/questions/").content.decode()
    select = page[page.index('name="food-owner"') :].split("</select>")[0]
    return set(re.findall(r'<option value="[^"]+"[^>]*>([^<]+)</option>', select))


def test_who_works_for_a_co_host_is_named_to_its_own_team_alone(
    client: Client, event: Event, organiser: User, needs_lead: User, stranger: User
) -> None:
    client.force_login(organiser)
    added = {"host": "Elsewhere Alliance"}
    assert client.post("/organise/events/spring-forum/hosts/", added).status_code == 302
    assert offered(client, organiser) == {"Oscar Vale", "Nadia Lead"}
    assert offered(client, stranger) == {"Stan Stranger"}
    ask(event, "food", owner=stranger)
    assert offered(client, organiser) == {"Oscar Vale", "Nadia Lead", "Stan Stranger"}


def test_somebody_of_a_co_host_cannot_be_chosen_by_id(
    client: Client, event: Event, organiser: User, needs_lead: User, stranger: User
) -> None:
    add_host(event, Host.objects.get(slug="elsewhere-alliance"))
    client.force_login(organiser)
    for owner, status in [(stranger, 200), (needs_lead, 302)]:
        sent = {"food-on": "on", "food-owner": owner.pk, "food-purpose": "So that lunch suits you"}
        answer = client.post("/organise/events/spring-forum/questions/", sent)
        assert answer.status_code == status
    assert [row.owner for row in Question.objects.filter(event=event)] == [needs_lead]
