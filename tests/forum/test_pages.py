"""Plain pages of trust, and what machines ask for."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from forum.models import Event
from tests.factories import add_host, make_event, make_host

OF_SITE = ["/privacy/", "/using-this-site/", "/concern/"]
OF_EVENT = ["/e/spring-forum/agreement/", "/e/spring-forum/privacy/", "/e/spring-forum/concern/"]
OF_MACHINES = ["/health/", "/robots.txt", "/favicon.ico"]
pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    words = unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(words.split())


@pytest.mark.parametrize("path", [*OF_SITE, *OF_EVENT, *OF_MACHINES])
def test_only_reading_is_possible(client: Client, event: Event, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", OF_EVENT)
def test_pages_of_a_draft_are_not_there(client: Client, path: str) -> None:
    make_event(published=False, slug="spring-forum")
    assert client.get(path).status_code == 404


def test_privacy_of_an_event_names_the_days_of_erasure(client: Client) -> None:
    make_event(
        slug="spring-forum",
        starts_at=datetime(2046, 6, 6, 9, tzinfo=UTC),
        needs_kept_days=14,
    )
    page = text_of(client, "/e/spring-forum/privacy/")
    assert "<b>Deleted on Wednesday 20 June 2046</b>" in page
    assert "<b>Deleted on Monday 3 December 2046</b>" in page
    assert "We never ask about immigration status" in page


def test_privacy_of_the_site_gives_the_usual_clocks_and_whom_to_ask(
    client: Client, event: Event
) -> None:
    event.event_hosts.get().host.__class__.objects.update(contact_email="dpo@harbour.example")
    page = text_of(client, "/privacy/")
    assert "<b>Deleted 14 days after the event</b>, at most 60 days after it" in page
    assert "180 days after the event" in page
    assert '<a href="mailto:dpo@harbour.example" dir="ltr">' in page


@pytest.mark.parametrize("path", OF_SITE)
def test_a_host_without_a_public_event_does_not_show_that_it_is_here(
    client: Client, event: Event, path: str
) -> None:
    quiet = make_host(name="Quiet Network", contact_email="quiet@quiet.example")
    make_event(quiet, published=False)
    make_event(quiet, visibility="unlisted", slug="unlisted")
    page = text_of(client, path)
    assert "Quiet Network" not in page
    assert "quiet@quiet.example" not in page


@pytest.mark.parametrize("path", OF_SITE)
def test_pages_ask_the_database_equally_often_for_one_host_and_for_three(
    client: Client, event: Event, path: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get(path)
    make_event(), make_event()
    with django_assert_num_queries(1):
        client.get(path)


def test_the_agreement_is_the_events_own(client: Client, event: Event) -> None:
    event.agreement = "## Be **kind**\n\n<img src=x onerror=alert(1)> {{ 7*7 }}"
    event.save()
    raw = client.get("/e/spring-forum/agreement/").content.decode()
    assert '<h2 dir="auto">Be <strong>kind</strong></h2>' in raw
    assert "<img" not in raw
    assert "{{ 7*7 }}" in raw


def test_an_event_without_an_agreement_has_the_usual_one(client: Client, event: Event) -> None:
    event.agreement = " \n"
    event.save()
    page = text_of(client, "/e/spring-forum/agreement/")
    assert "Ask before you take a photo" in page
    assert 'href="/e/spring-forum/concern/"' in page


def test_a_concern_reaches_the_contact_and_the_other_hosts(client: Client, event: Event) -> None:
    event.contact_phone = "0113 496 0021"
    event.save()
    add_host(event, make_host(name="Tidewater Advice", contact_email="tell@tidewater.example"))
    page = text_of(client, "/e/spring-forum/concern/")
    assert 'href="tel:01134960021"' in page
    assert 'Or at <bdi>Tidewater Advice</bdi> ask <a href="mailto:tell@tidewater.example"' in page


@pytest.mark.parametrize("path", ["/concern/", "/e/spring-forum/concern/"])
def test_a_concern_page_can_be_left_quickly_by_an_ordinary_link(
    client: Client, event: Event, path: str
) -> None:
    page = text_of(client, path)
    assert 'rel="noreferrer">Leave this page quickly</a>' in page
    assert page.index("Leave this page quickly") < page.index("<h1")
    assert "<script" not in page


def test_typed_names_and_addresses_stay_text(client: Client, event: Event) -> None:
    hostile = "<img src=x onerror=alert(1)> {{ 7*7 }}"
    type(event.event_hosts.get().host).objects.update(
        name=hostile, contact_name=hostile, contact_phone='1" onclick="alert(1)'
    )
    for path in [*OF_SITE, "/e/spring-forum/concern/"]:
        raw = client.get(path).content.decode()
        assert "<img" not in raw
        assert 'onclick="' not in raw


def test_health_is_ok_while_the_database_answers(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"


def test_health_is_503_when_the_database_does_not_answer(client: Client) -> None:
    def refuse(*_args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(refuse):
        response = client.get("/health/")
    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


def test_search_engines_are_kept_from_private_pages(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /organise/", "Disallow: /b/", "Disallow: /r/", "Disallow: /t/"} <= set(lines)


def test_old_browsers_find_the_icon(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith("favicon.svg")
