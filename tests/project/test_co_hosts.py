"""What a host that runs an event with another may touch of that other host: the event alone."""

import re

import pytest
from django.test import Client

from forum import hosting, permissions
from forum.models import AskedHost, AuditEntry, Event, Host, User
from forum.models.people import Role
from registrations.models import Question
from tests.factories import add_host, ask, make_event, make_member, make_registration, make_series


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
    hosting.answer(asked=event.asked_hosts.get(), says_yes=True, by=stranger)
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


# Asked first

HOSTS = "/organise/events/spring-forum/hosts/"
THEIRS = "/organise/hosts/elsewhere-alliance/"


@pytest.fixture
def asked(client: Client, event: Event, organiser: User, stranger: User) -> AskedHost:
    """Our organiser asks the stranger's host."""
    client.force_login(organiser)
    assert client.post(HOSTS, {"host": "Elsewhere Alliance"}).status_code == 302
    found: AskedHost = AskedHost.objects.get()
    return found


def test_a_host_that_is_asked_has_no_rights_and_stands_nowhere_before_its_yes(
    client: Client, event: Event, asked: AskedHost, stranger: User
) -> None:
    make_registration(event)
    assert permissions.roles_for_event(stranger, event) == frozenset()
    assert list(Event.objects.of_user(stranger).values_list("slug", flat=True)) == [
        "elsewhere-gathering"
    ]
    for page in ("", "calendar.ics", "privacy/", "concern/"):
        answer = client.get(f"/e/spring-forum/{page}")
        assert "Elsewhere Alliance" not in answer.content.decode()
    client.force_login(stranger)
    assert client.get("/organise/events/spring-forum/people/").status_code == 404
    assert client.get("/organise/events/new/?copy=spring-forum").status_code == 404


def test_its_owner_reads_who_asks_and_with_a_yes_runs_it_too(
    client: Client, event: Event, asked: AskedHost, stranger: User, organiser: User
) -> None:
    client.force_login(stranger)
    assert "Answer yes or no" in client.get("/organise/").content.decode()
    page = client.get(THEIRS).content.decode()
    assert "Harbour Network" in page
    assert "Spring casework forum" in page
    answer = f"{THEIRS}asked/{asked.pk}/"
    assert client.post(answer, {"answer": "perhaps"}).status_code == 302
    assert AskedHost.objects.exists()
    done = client.post(answer, {"answer": "yes"}, follow=True).content.decode()
    assert "You run Spring casework forum too from now on." in done
    assert client.get("/organise/events/spring-forum/people/").status_code == 200
    assert client.post(answer, {"answer": "no"}).status_code == 404
    assert event.hosts.count() == 2
    assert "Elsewhere Alliance" in client.get("/e/spring-forum/").content.decode()


def test_with_a_no_nothing_changes_and_the_event_does_not_learn_who_said_it(
    client: Client, event: Event, asked: AskedHost, stranger: User, organiser: User
) -> None:
    client.force_login(stranger)
    client.post(f"{THEIRS}asked/{asked.pk}/", {"answer": "no"})
    assert (event.hosts.count(), AskedHost.objects.count()) == (1, 0)
    lines = AuditEntry.objects.order_by("at").values_list("deed", "who__email", "event__slug")
    assert list(lines) == [
        ("asked a host to run it too", "organiser@harbour.example", "spring-forum"),
        ("said no to running an event", "stranger@elsewhere.example", None),
        ("another host said no to running it too", None, "spring-forum"),
    ]


def test_only_an_owner_of_the_host_that_is_asked_answers(
    client: Client, event: Event, asked: AskedHost, organiser: User, owner: User
) -> None:
    theirs = make_member(asked.host, Role.ORGANISER)
    for user, path in [
        (theirs, f"{THEIRS}asked/{asked.pk}/"),
        (owner, f"{THEIRS}asked/{asked.pk}/"),
        (owner, f"/organise/hosts/harbour-network/asked/{asked.pk}/"),
    ]:
        client.force_login(user)
        assert client.post(path, {"answer": "yes"}).status_code == 404
    assert client.get(f"{THEIRS}asked/{asked.pk}/").status_code == 405
    assert event.hosts.count() == 1


def test_asking_is_taken_back_and_a_late_yes_does_nothing(
    client: Client, event: Event, asked: AskedHost, organiser: User, stranger: User
) -> None:
    again = client.post(HOSTS, {"host": "Elsewhere Alliance"}).content.decode()
    assert "That host is asked already." in again
    assert client.post(HOSTS, {"take_back": str(asked.pk)}).status_code == 302
    assert not hosting.answer(asked=asked, says_yes=True, by=stranger)
    assert event.hosts.count() == 1
    assert "Answer yes or no" not in client.get("/organise/").content.decode()


def test_an_event_elsewhere_is_not_taken_back_here(
    client: Client, event: Event, organiser: User, stranger: User
) -> None:
    other = AskedHost.objects.create(
        event=make_event(), host=Host.objects.get(slug="elsewhere-alliance")
    )
    client.force_login(organiser)
    assert client.post(HOSTS, {"take_back": str(other.pk)}).status_code == 404
    assert AskedHost.objects.exists()
